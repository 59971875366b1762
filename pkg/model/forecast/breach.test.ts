import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../stats/normal.ts';
import { breach } from './breach.ts';
import type { Forecast } from './types.ts';

const HOUR = 3_600_000;
const PROBABILITIES = Float64Array.of(0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99);

/** Normal around `mean` with the standard deviation `spread` at every step. */
function normalForecast(mean: number[], spread: number, common: number, persistence = 0): Forecast {
  return {
    kind: 'forecast',
    startMs: 100 * HOUR,
    stepMs: HOUR,
    mean: Float64Array.from(mean),
    bands: [],
    trust: {
      model: 'x',
      reason: '',
      mase: 1,
      gainOverSeasonalNaive: 0,
      coverage: [],
      backtestOrigins: 0,
      quality: { points: 0, missing: 0, seasons: [] },
    },
    notices: [],
    uncertainty: {
      probabilities: PROBABILITIES,
      quantiles: Float64Array.from(mean.flatMap((m) => [...PROBABILITIES].map((p) => m + spread * normalQuantile(p)))),
      common,
      persistence,
    },
  };
}
const ramp = (length: number): number[] => Array.from({ length }, (_, step) => step + 1);

describe('breach', () => {
  it('gives the exact time of a sure crossing, between two steps', () => {
    const result = breach(normalForecast(ramp(20), 0, 0), 7.25, 'up', 0, 1);
    expect(result.state).toBe('likely');
    // The origin, where the signal is 0, lies one step before the start; 7.25 is reached 7.25 steps later.
    expect(result.medianMs).toBeCloseTo((99 + 7.25) * HOUR, 0);
    expect(result.earliestMs).toBe(result.latestMs);
    expect([result.cumulative[6], result.cumulative[7]]).toEqual([0, 1]);
  });

  it('says already, and when it is unlikely', () => {
    expect(breach(normalForecast(ramp(5), 0, 0), 3, 'up', 4, 1)).toMatchObject({
      state: 'already',
      medianMs: 99 * HOUR,
    });
    const never = breach(normalForecast(ramp(5), 0, 0), 30, 'up', 0, 1);
    expect(never).toMatchObject({ state: 'unlikely', medianMs: undefined });
    expect(never.cumulative.every((p) => p === 0)).toBe(true);
  });

  it('is impossible beyond the outermost quantile, and possible at it', () => {
    const flat = normalForecast(
      Array.from({ length: 5 }, () => 0),
      1,
      0
    );
    const outermost = normalQuantile(0.99);
    const chance = (capacity: number, direction: 'up' | 'down') =>
      breach(flat, capacity, direction, 0, 1).cumulative.at(-1);
    expect([chance(outermost + 1e-6, 'up'), chance(-outermost - 1e-6, 'down')]).toEqual([0, 0]);
    expect(chance(outermost - 1e-6, 'up')).toBeGreaterThan(0);
    expect(chance(-outermost + 1e-6, 'down')).toBeGreaterThan(0);
  });

  it('looks down as well', () => {
    const result = breach(
      normalForecast(
        ramp(10).map((x) => -x),
        0,
        0
      ),
      -4.5,
      'down',
      0,
      1
    );
    expect(result.medianMs).toBeCloseTo((99 + 4.5) * HOUR, 0);
  });

  it('is a first passage: errors that come and go cross far more often than errors that last', () => {
    const flat = new Array<number>(50).fill(0);
    const lasting = breach(normalForecast(flat, 1, 1), 1.2816, 'up', 0, 1).cumulative[49]!;
    const passing = breach(normalForecast(flat, 1, 0), 1.2816, 'up', 0, 1).cumulative[49]!;
    expect(lasting).toBeCloseTo(0.1, 1);
    expect(passing).toBeGreaterThan(0.98);
  });

  it('never decreases, orders its times and repeats itself for a seed', () => {
    const result = breach(normalForecast(ramp(40), 6, 0.3, 0.8), 20, 'up', 0, 5);
    expect(result.cumulative.every((p, step) => step === 0 || p >= result.cumulative[step - 1]!)).toBe(true);
    expect(result.earliestMs!).toBeLessThan(result.medianMs!);
    expect(result.medianMs!).toBeLessThan(result.latestMs!);
    expect(breach(normalForecast(ramp(40), 6, 0.3, 0.8), 20, 'up', 0, 5)).toEqual(result);
  });

  it('starts at the first predicted step when there is no last value', () => {
    expect(breach(normalForecast([9, 9], 0, 0), 5, 'up', undefined, 1).medianMs).toBe(100 * HOUR);
  });
});
