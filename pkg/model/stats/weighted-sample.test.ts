import { describe, expect, it } from 'vitest';
import { weightedQuantile, weightedSample } from './weighted-sample.ts';

describe('weightedQuantile', () => {
  it('is type 5 for equal weights', () => {
    const sample = weightedSample([Float64Array.of(16, 1, NaN), Float64Array.of(4, 8, 2)], [1, 1]);
    // numpy 2.4: numpy.quantile([1, 2, 4, 8, 16], [0.1, 0.25, 0.5, 0.9], method='hazen')
    [1, 1.75, 4, 16].forEach((value, i) =>
      expect(weightedQuantile(sample, [0.1, 0.25, 0.5, 0.9][i]!)).toBeCloseTo(value, 12)
    );
  });

  it('counts a value of weight 2 like two values', () => {
    const heavy = weightedSample([Float64Array.of(1, 5), Float64Array.of(3)], [1, 2]);
    expect(weightedQuantile(heavy, 0.5)).toBeCloseTo(3, 12);
    expect(heavy.upTo[1]).toBeCloseTo(0.75, 12);
  });

  it('does not hinge on the order of equal values', () => {
    const one = weightedSample([Float64Array.of(0, 5), Float64Array.of(1e-15)], [1, 3]);
    const other = weightedSample([Float64Array.of(0, 5), Float64Array.of(-1e-15)], [1, 3]);
    [0.3, 0.7, 0.8, 0.9].forEach((p) => expect(weightedQuantile(one, p)).toBeCloseTo(weightedQuantile(other, p), 12));
  });

  it('leaves groups without weight out, and is NaN for nothing', () => {
    expect([...weightedSample([Float64Array.of(1), Float64Array.of(2)], [0, 1]).values]).toEqual([2]);
    expect(weightedQuantile(weightedSample([], []), 0.5)).toBeNaN();
  });

  it('stays within the values and ascends', () => {
    const sample = weightedSample([Float64Array.of(2, 2, 3), Float64Array.of(1)], [0.3, 2]);
    const quantiles = Array.from({ length: 101 }, (_, i) => weightedQuantile(sample, i / 100));
    expect(quantiles[0]).toBeCloseTo(1, 12);
    expect(quantiles[100]).toBeLessThanOrEqual(3);
    expect(quantiles[100]).toBeGreaterThan(2.5);
    expect(quantiles.every((value, i) => i === 0 || value >= quantiles[i - 1]! - 1e-12)).toBe(true);
  });
});
