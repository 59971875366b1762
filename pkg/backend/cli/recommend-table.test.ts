import { describe, expect, it } from 'vitest';
import { SAMPLE_ADVICE } from '../../../tests/support/sample-advice.ts';
import { recommendTable } from './recommend-table.ts';

describe('recommendTable', () => {
  const changes = SAMPLE_ADVICE.recommendations.filter(({ outcome }) => outcome === 'change');
  const advice = { ...SAMPLE_ADVICE, leastSaving: 1 };

  it('sums up all changes, printed or not, and tells how many are left out', () => {
    const whole = recommendTable(advice, changes).split('\n');
    expect(whole).toHaveLength(changes.length + 2);
    const part = recommendTable(advice, changes.slice(1)).split('\n');
    expect(part).toHaveLength(changes.length + 2);
    expect(part.at(-2)).toBe(whole.at(-1));
    expect(part.at(-1)).toBe(
      '1 of them only save less than 1 USD a month and are left out; --least-saving 0 prints them.'
    );
  });
});
