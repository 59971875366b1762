import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDraw, drawSeries } from '../../../tests/support/drawn-series.ts';
import { breach } from './breach.ts';
import { MODEL_NAMES } from './candidates.ts';
import { forecast } from './forecast.ts';
import { shareAcross } from './share.ts';
import type { Bounds, Forecast } from './types.ts';

/** Drawn anew in every run; HEADROOM_SEED repeats one. */
const seed = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));
/** More runs by hand: `make properties`. */
const RUNS = Number(process.env['HEADROOM_PROPERTY_RUNS'] ?? 60);
const STEPS_MS = [1_000, 300_000, 3_600_000, 86_400_000, 604_800_000];

const cases = fc.record({
  draw: arbitraryDraw,
  horizon: fc.integer({ min: 1, max: 200 }),
  stepMs: fc.constantFrom(...STEPS_MS),
  levels: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
  bounds: fc.constantFrom<Bounds>({}, { lower: 0 }, { upper: 1 }, { lower: 0, upper: 100 }, { lower: -5, upper: -4 }),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** Every number of a forecast is finite and within bounds, and the bands lie within each other around the mean. */
function expectSound({ mean, bands }: Forecast, { horizon, levels, bounds }: Case): void {
  const { lower = -Infinity, upper = Infinity } = bounds;
  expect(bands.map(({ level }) => level)).toEqual([...levels].sort((a, b) => a - b));
  const widestFirst = [...bands].reverse();
  const lines = [...widestFirst.map((band) => band.lower), mean, ...bands.map((band) => band.upper)];
  for (const line of lines) {
    expect(line.length).toBe(horizon);
  }
  for (let step = 0; step < horizon; step++) {
    const values = lines.map((line) => line[step] ?? NaN);
    const sound = values.every(
      (value, i) => Number.isFinite(value) && value >= lower && value <= upper && value >= (values[i - 1] ?? -Infinity)
    );
    expect(sound, `step ${step}: ${values.join(' ≤ ')}`).toBe(true);
  }
}

/**
 * How far outside of the values mean and bands may be, in their ranges: at once by one, and for each length of the
 * series by as many as a trend of its last eighth gives.
 */
const ROOM = 1;
const ROOM_BY_LENGTH = 8;
/** Neither the mean nor any band runs away from the values that were seen. */
function expectNear({ mean, bands }: Forecast, values: Float64Array, { bounds }: Case): void {
  const { lower = -Infinity, upper = Infinity } = bounds;
  const known = values.filter((value) => !Number.isNaN(value));
  const least = known.reduce((a, b) => Math.min(a, b), Infinity);
  const most = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const first = values.findIndex((value) => !Number.isNaN(value));
  const last = values.findLastIndex((value) => !Number.isNaN(value));
  const rounding = 1e-12 * Math.max(Math.abs(least), Math.abs(most));
  const expectWithin = (line: Float64Array): void => {
    const far = line.findIndex((value, step) => {
      const lengths = (step + values.length - last) / Math.max(1, last - first);
      const room = (most - least) * (ROOM + ROOM_BY_LENGTH * lengths) + rounding;
      const low = Math.min(Math.max(least - room, lower), upper);
      const high = Math.max(Math.min(most + room, upper), lower);
      return !(value >= low && value <= high);
    });
    expect(far, `${line[far]} at step ${far} after ${least} … ${most}`).toBe(-1);
  };
  [mean, ...bands.flatMap((band) => [band.lower, band.upper])].forEach(expectWithin);
}

/** Chances of a breach lie within 0 and 1 and never fall; its dates are in order and not before the forecast. */
function expectSoundBreach(predicted: Forecast, capacity: number, current: number | undefined): void {
  const { cumulative, earliestMs, medianMs, latestMs } = breach(predicted, capacity, 'up', current, 7);
  expect(cumulative.length).toBe(predicted.mean.length);
  expect(cumulative.every((p, i) => p >= (cumulative[i - 1] ?? 0) && p <= 1)).toBe(true);
  const dates = [earliestMs, medianMs, latestMs].filter((date) => date !== undefined);
  const originMs = predicted.startMs - predicted.stepMs;
  expect(dates.every((date, i) => Number.isFinite(date) && date >= (dates[i - 1] ?? originMs))).toBe(true);
}

describe(`forecasts of drawn series, HEADROOM_SEED=${seed}`, () => {
  it.each(['auto', 'ensemble', ...MODEL_NAMES])(
    'of the model %s are finite, within bounds, and their bands never cross',
    (model) => {
      let answered = 0;
      fc.assert(
        fc.property(cases, (one) => {
          const values = drawSeries(one.draw);
          const series = { startMs: 1_700_000_000_000, stepMs: one.stepMs, values };
          const { horizon, levels, bounds } = one;
          const outcome = forecast({ series, horizon, levels, bounds, model, seed: one.draw.seed });
          if (outcome.kind === 'forecast') {
            answered++;
            expectSound(outcome, one);
            expectNear(outcome, values, one);
            expectSoundBreach(
              outcome,
              75,
              values.findLast((value) => !Number.isNaN(value))
            );
          }
        }),
        { seed, numRuns: RUNS, endOnFailure: true }
      );
      expect(answered).toBeGreaterThan(RUNS / 3);
    },
    3_600_000
  );

  it.each(['ensemble', 'global-ridge'])(
    'that are made together by %s are finite, within bounds, and their bands never cross',
    (model) => {
      const company = fc.array(arbitraryDraw, { minLength: 2, maxLength: 4 });
      let answered = 0;
      fc.assert(
        fc.property(cases, company, (one, others) => {
          const { horizon, levels, bounds, stepMs } = one;
          const requests = [one.draw, ...others].map((draw) => {
            const values = drawSeries(draw);
            const startMs = 1_700_000_000_000 - values.length * stepMs;
            return { series: { startMs, stepMs, values }, horizon, levels, bounds, model, seed: draw.seed };
          });
          const shared = shareAcross(requests);
          const [first] = requests;
          const outcome = forecast(shared === undefined ? first! : { ...first!, shared });
          if (outcome.kind === 'forecast') {
            answered += shared === undefined ? 0 : 1;
            expectSound(outcome, one);
            expectNear(outcome, first!.series.values, one);
          }
        }),
        { seed, numRuns: RUNS, endOnFailure: true }
      );
      expect(answered).toBeGreaterThan(RUNS / 4);
    },
    3_600_000
  );
});
