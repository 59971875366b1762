import { linearRegression } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { fitLine, movingAverage, removeLine } from './smooth.ts';

describe('movingAverage', () => {
  it('weighs the outer values of an even width by half', () => {
    const out = movingAverage(Float64Array.of(0, 4, 8, 0, 4, 8), 4);
    expect(out[2]).toBe((0 / 2 + 4 + 8 + 0 + 4 / 2) / 4);
    expect(out[0]).toBe(out[2]);
    expect(out[5]).toBe(out[3]);
  });

  it('removes a cycle of its own width', () => {
    const cycle = Float64Array.from({ length: 60 }, (_, t) => 5 + (t % 6));
    expect(movingAverage(cycle, 6).every((value) => Math.abs(value - 7.5) < 1e-12)).toBe(true);
  });

  it('gives the mean of input shorter than its width', () => {
    expect([...movingAverage(Float64Array.of(1, 3), 5)]).toEqual([2, 2]);
  });
});

describe('fitLine', () => {
  it('finds a line exactly and leaves nothing of it', () => {
    const values = Float64Array.from({ length: 9 }, (_, i) => 3 - 0.5 * i);
    expect(fitLine(values).slope).toBeCloseTo(-0.5, 12);
    expect(fitLine(values).intercept).toBeCloseTo(3, 12);
    expect(removeLine(values).every((value) => Math.abs(value) < 1e-12)).toBe(true);
  });

  it('agrees with simple-statistics on noise', () => {
    const random = seededRandom(7);
    const values = Float64Array.from({ length: 200 }, (_, i) => 0.3 * i + 10 * random.normal());
    const { m, b } = linearRegression(Array.from(values, (value, i) => [i, value]));
    expect(fitLine(values).slope).toBeCloseTo(m, 10);
    expect(fitLine(values).intercept).toBeCloseTo(b, 10);
  });

  it('is flat through one value', () => {
    expect(fitLine(Float64Array.of(4))).toEqual({ intercept: 4, slope: 0 });
  });
});
