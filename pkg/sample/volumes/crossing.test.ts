import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../series.ts';
import { firstCrossing } from './crossing.ts';

const FROM = 1_760_000_000_000;

describe('firstCrossing', () => {
  it('finds the instant to the second', () => {
    const crossing = firstCrossing((tMs) => (tMs - FROM) / DAY, 2.5, FROM, FROM + 10 * DAY);
    expect(Math.abs((crossing ?? 0) - (FROM + 2.5 * DAY))).toBeLessThanOrEqual(1000);
  });

  it('takes the first of several', () => {
    const wave = (tMs: number) => Math.sin((2 * Math.PI * (tMs - FROM)) / DAY);
    const crossing = firstCrossing(wave, 1, FROM, FROM + 10 * DAY) ?? 0;
    expect((crossing - FROM) / HOUR).toBeCloseTo(6, 0);
  });

  it('finds nothing where there is nothing, or nothing left to predict', () => {
    expect(firstCrossing(() => 0.9, 1, FROM, FROM + DAY)).toBeUndefined();
    expect(firstCrossing(() => 1, 1, FROM, FROM + DAY)).toBeUndefined();
    expect(firstCrossing((tMs) => (tMs > FROM + DAY ? 2 : 0), 1, FROM, FROM + DAY)).toBeUndefined();
  });
});
