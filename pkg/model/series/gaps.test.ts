import { describe, expect, it } from 'vitest';
import { fillGaps, missingFraction, observedRange } from './gaps.ts';

describe('fillGaps', () => {
  it('bridges short gaps by a line and repeats the ends', () => {
    const filled = fillGaps(Float64Array.of(NaN, 1, NaN, NaN, 4, NaN), 1);
    expect([...filled]).toEqual([1, 1, 2, 3, 4, 4]);
  });

  it('repeats the season in a long gap, on the level of both ends', () => {
    const cycle = (t: number): number => [0, 5, 9, 5][t % 4]! + 0.5 * t;
    const values = Float64Array.from({ length: 24 }, (_, t) => (t >= 9 && t < 19 ? NaN : cycle(t)));
    const filled = fillGaps(values, 4);
    filled.forEach((value, t) => expect(value).toBeCloseTo(cycle(t), 10));
  });

  it('leaves its input alone and all-missing input missing', () => {
    const values = Float64Array.of(NaN, NaN);
    expect(fillGaps(values, 4).every(Number.isNaN)).toBe(true);
    const gappy = Float64Array.of(1, NaN, 2);
    fillGaps(gappy, 1);
    expect(gappy[1]).toBeNaN();
  });
});

describe('missingFraction and observedRange', () => {
  it('count gaps and find the known part', () => {
    expect(missingFraction(Float64Array.of(1, NaN, NaN, 4))).toBe(0.5);
    expect(missingFraction(new Float64Array())).toBe(0);
    expect(observedRange(Float64Array.of(NaN, 1, NaN, 2, NaN))).toEqual({ first: 1, last: 3 });
    expect(observedRange(Float64Array.of(NaN))).toBeUndefined();
  });
});
