import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { MODEL_NAMES } from './candidates.ts';
import { forecast } from './forecast.ts';
import type { Forecast, ForecastRequest } from './types.ts';

const HOUR = 3_600_000;
const request = (values: Float64Array, more: Partial<ForecastRequest> = {}): ForecastRequest => ({
  series: { startMs: 1_700_000_000_000, stepMs: HOUR, values },
  horizon: 24,
  levels: [95, 80],
  model: 'auto',
  seed: 1,
  ...more,
});
const mustForecast = (asked: ForecastRequest): Forecast => {
  const outcome = forecast(asked);
  if (outcome.kind !== 'forecast') {
    throw new Error(outcome.reason);
  }
  return outcome;
};
const random = seededRandom(31);
const seasonal = Float64Array.from(
  { length: 480 },
  (_, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 24) + random.normal()
);

describe('forecast', () => {
  it('continues after the last value with ordered bands and a trust card', () => {
    const { startMs, mean, bands, trust } = mustForecast(request(seasonal));
    expect(startMs).toBe(1_700_000_000_000 + 480 * HOUR);
    expect(mean.length).toBe(24);
    expect(bands.map(({ level }) => level)).toEqual([80, 95]);
    mean.forEach((value, step) => {
      expect(Math.abs(value - 50 - 10 * Math.sin((2 * Math.PI * (480 + step)) / 24))).toBeLessThan(2);
      expect(bands[1]!.lower[step]).toBeLessThan(bands[0]!.lower[step]!);
      expect(bands[0]!.upper[step]).toBeLessThan(bands[1]!.upper[step]!);
    });
    expect(trust.gainOverSeasonalNaive).toBeGreaterThan(0.1);
    expect(trust.reason).toMatch(/^Best in 8 backtests, with \d+% less error than seasonal naive\.$/);
    expect(trust.quality).toEqual({ points: 480, missing: 0, seasons: [24] });
    expect(trust.coverage[0]!.measured).toBeGreaterThan(0.7);
  });

  it('falls back to seasonal naive when nothing beats it', () => {
    const exact = Float64Array.from({ length: 240 }, (_, t) => (t * 7) % 24);
    const { trust, mean } = mustForecast(request(exact));
    expect(trust).toMatchObject({ model: 'seasonal-naive', reason: 'No model beat seasonal naive in 8 backtests.' });
    expect([...mean]).toEqual([...exact.subarray(0, 24)]);
  });

  it('tells no data from not enough data and states the minimum', () => {
    expect(forecast(request(new Float64Array(50).fill(NaN)))).toMatchObject({ kind: 'no-data' });
    expect(forecast(request(new Float64Array(0)))).toMatchObject({ kind: 'no-data' });
    expect(forecast(request(Float64Array.of(1, NaN, 2)))).toEqual({
      kind: 'not-enough-data',
      reason: 'The training window has 2 samples; a forecast needs at least 10.',
    });
  });

  it('forecasts a constant as itself, with no width', () => {
    const { mean, bands } = mustForecast(request(new Float64Array(100).fill(0.1)));
    expect(mean.every((value) => value === 0.1)).toBe(true);
    expect(bands.every(({ lower, upper }) => [...lower, ...upper].every((value) => value === 0.1))).toBe(true);
  });

  it('predicts the stale steps away and says so', () => {
    const stale = Float64Array.from(seasonal, (value, t) => (t >= 477 ? NaN : value));
    const fresh = mustForecast(request(seasonal.slice(0, 477), { horizon: 27 }));
    const answer = mustForecast(request(stale));
    expect(answer.startMs).toBe(fresh.startMs + 3 * HOUR);
    expect([...answer.mean]).toEqual([...fresh.mean.subarray(3)]);
    expect(answer.notices[0]).toContain('the 3 steps since are predicted');
  });

  it('says when it meets a counter or many gaps', () => {
    let total = 0;
    const counter = Float64Array.from(
      { length: 200 },
      (_, t) => (total = t % 80 === 79 ? 0 : total + random.uniform())
    );
    expect(mustForecast(request(counter)).notices[0]).toContain('rate()');
    const gappy = seasonal.map((value, t) => (t % 5 === 0 && t > 0 ? NaN : value));
    expect(mustForecast(request(gappy)).notices).toContain(
      '20% of the samples are missing; the gaps were filled for the model.'
    );
  });

  it('speaks of clean-ups for a volume that is emptied, not for a load with spikes', () => {
    const notice = 'The signal is cleaned up again and again; its ramps are not extrapolated.';
    let level = 0;
    const volume = Float64Array.from({ length: 720 }, () => {
      level = level > 70 + 10 * random.uniform() ? 20 : level + 0.5 * random.uniform();
      return level;
    });
    const load = Float64Array.from({ length: 720 }, () => (random.uniform() < 0.03 ? 80 : 20 + 2 * random.normal()));
    expect(mustForecast(request(volume)).notices).toContain(notice);
    expect(mustForecast(request(load)).notices).not.toContain(notice);
  });

  it('moves with scale and offset', () => {
    const bounds = { lower: 30, upper: 70 };
    const plain = mustForecast(request(seasonal, { bounds }));
    const moved = mustForecast(
      request(
        seasonal.map((value) => 1_000 * value - 5_000),
        { bounds: { lower: 25_000, upper: 65_000 } }
      )
    );
    moved.mean.forEach((value, step) => expect(value).toBeCloseTo(1_000 * plain.mean[step]! - 5_000, 5));
    moved.bands[1]!.upper.forEach((value, step) =>
      expect(value).toBeCloseTo(1_000 * plain.bands[1]!.upper[step]! - 5_000, 5)
    );
    expect(moved.trust.model).toBe(plain.trust.model);
  });

  it('refuses an unknown model', () => {
    expect(() => forecast(request(seasonal, { model: 'oracle' }))).toThrow(/Unknown model "oracle"/);
  });

  it('is finite, ordered and within bounds for whatever comes', () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(0, NaN, 1e-300) }
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 10, maxLength: 120 }),
        fc.constantFrom('auto', ...MODEL_NAMES),
        fc.integer({ min: 1, max: 60 }),
        (values, model, horizon) => {
          const bounds = { lower: -1e8, upper: 1e8 };
          const outcome = forecast(request(Float64Array.from(values), { model, horizon, bounds, levels: [50, 99] }));
          if (outcome.kind === 'forecast') {
            expectSound(outcome, horizon, bounds);
          }
        }
      ),
      { numRuns: 300, endOnFailure: true }
    );
  });
});

function expectSound({ mean, bands }: Forecast, horizon: number, bounds: { lower: number; upper: number }): void {
  const [narrow, wide] = bands;
  expect(mean.length).toBe(horizon);
  for (let step = 0; step < horizon; step++) {
    const path = [wide!.lower, narrow!.lower, mean, narrow!.upper, wide!.upper].map((array) => array[step]!);
    expect(path.every((value) => Number.isFinite(value) && value >= bounds.lower && value <= bounds.upper)).toBe(true);
    expect(path.every((value, i) => i === 0 || value >= path[i - 1]!)).toBe(true);
  }
}
