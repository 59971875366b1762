import { describe, expect, it } from 'vitest';
import { GIB, MIB, quantity, spoken } from './amounts.ts';

describe('spoken', () => {
  it.each([
    [220 * MIB, '220 MiB', '220Mi'],
    [1_008 * MIB, '1008 MiB', '1008Mi'],
    [1_023 * MIB, '1023 MiB', '1023Mi'],
    [GIB, '1 GiB', '1Gi'],
  ])('says of %d bytes what the patch has', (amount, words, written) => {
    expect(spoken('memory', amount)).toBe(words);
    expect(quantity('memory', amount)).toBe(written);
  });

  it('keeps three digits of what is measured', () => {
    expect(spoken('memory', 12.345 * MIB)).toBe('12.3 MiB');
    expect(spoken('memory', 1_008.4 * MIB)).toBe('1008 MiB');
    expect(spoken('cpu', 0.1234)).toBe('0.123 cores');
  });
});
