import { describe, expect, it } from 'vitest';
import { median, quantile, quantileOfSorted } from './quantile.ts';

describe('quantile', () => {
  it('interpolates like R and numpy (type 7)', () => {
    // numpy 2.4: numpy.quantile([1, 2, 4, 8, 16], [0.1, 0.25, 0.5, 0.9])
    expect([0.1, 0.25, 0.5, 0.9].map((p) => quantile([16, 1, 8, 2, 4], p))).toEqual([1.4, 2, 4, 12.8]);
  });

  it('skips what is not finite', () => {
    expect(median([NaN, 3, Infinity, 1])).toBe(2);
    expect(median([])).toBeNaN();
  });

  it('stays within the values for probabilities outside [0, 1]', () => {
    expect(quantileOfSorted([1, 2], -1)).toBe(1);
    expect(quantileOfSorted([1, 2], 2)).toBe(2);
  });
});
