import { describe, expect, it } from 'vitest';
import { machineLimit } from './machine-limit.ts';
import { dailyPeaks, recurringPeak } from './recurring-peak.ts';

const HOUR_MS = 3_600_000;

describe('recurringPeak', () => {
  it('is the largest daily peak, unless it stands alone', () => {
    expect(recurringPeak([1, 5, 4, 2])).toBe(5);
    expect(recurringPeak([1, 50, 4, 2])).toBeCloseTo(6.4, 12);
    expect(recurringPeak([3])).toBe(3);
    expect(recurringPeak([])).toBeNaN();
    expect(recurringPeak([0, 0])).toBe(0);
  });

  it('takes days from the first value and leaves out those without any', () => {
    const values = Float64Array.from({ length: 60 }, (_, t) => (t >= 24 && t < 48 ? NaN : t));
    expect(dailyPeaks(values, HOUR_MS)).toEqual([23, 59]);
  });
});

describe('machineLimit', () => {
  const values = Float64Array.from({ length: 96 }, (_, t) => 10 + (t % 24));

  it('adds the margin, and gives even idle machines a little', () => {
    expect(machineLimit(values, HOUR_MS, 0.5, undefined)).toBeCloseTo(49.5, 12);
    expect(machineLimit(new Float64Array(96), HOUR_MS, 0.5, 100)).toBe(1.5);
    expect(machineLimit(new Float64Array(96), HOUR_MS, 0.5, undefined)).toBe(0);
  });

  it('grows with its unit, and knows nothing without values', () => {
    const limit = machineLimit(values, HOUR_MS, 0.2, 200);
    expect(
      machineLimit(
        values.map((value) => 1_000 * value),
        HOUR_MS,
        0.2,
        200_000
      )
    ).toBeCloseTo(1_000 * limit, 6);
    expect(machineLimit(new Float64Array(5).fill(NaN), HOUR_MS, 0.2, 9)).toBeNaN();
    const broken = values.map((value, t) => (t === 5 ? -1e9 : t === 6 ? Infinity : value));
    expect(machineLimit(broken, HOUR_MS, 0.2, 200)).toBe(limit);
  });
});
