import { describe, expect, it } from 'vitest';
import { formatMoney, formatSum } from './money.ts';

describe('money', () => {
  it('has the sign of its currency', () => {
    expect(formatMoney(1_234.5, 'USD')).toBe('$1,234.50');
    expect(formatMoney(15, 'EUR')).toBe('€15.00');
  });

  it('names what is no currency code', () => {
    expect(formatMoney(2.5, 'credits')).toBe('2.50 credits');
    expect(formatMoney(2.5, '')).toBe('2.50');
  });

  it('is rounded in sums, unless it is small', () => {
    expect(formatSum(96.4, 'USD')).toBe('$96');
    expect(formatSum(9.999, 'USD')).toBe('$10');
    expect(formatSum(4.2, 'USD')).toBe('$4.20');
  });
});
