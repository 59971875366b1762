import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../stats/random.ts';
import { breach } from './breach.ts';
import { MODEL_NAMES } from './candidates.ts';
import { forecast } from './forecast.ts';
import type { Bounds, Forecast } from './types.ts';

/** Drawn anew in every run; HEADROOM_SEED repeats one. */
const seed = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));
const RUNS = 60;
const STEPS_MS = [1_000, 300_000, 3_600_000, 86_400_000, 604_800_000];

type Shape = (length: number, random: Random) => Float64Array;

const of = (length: number, value: (t: number) => number) => Float64Array.from({ length }, (_, t) => value(t));

function walk(length: number, step: () => number): Float64Array {
  let level = 0;
  return of(length, () => (level += step()));
}

/** What series look like in the field, and what they should never look like. */
const SHAPES: Readonly<Record<string, Shape>> = {
  seasonal: (length, random) => of(length, (t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 24) + random.normal()),
  trend: (length, random) => of(length, (t) => 3 * t + random.normal()),
  'random walk': (length, random) => walk(length, () => random.normal()),
  constant: (length, random) => new Float64Array(length).fill(100 * random.normal()),
  zeros: (length) => new Float64Array(length),
  'constant but one': (length, random) => of(length, (t) => (t === Math.floor(length * random.uniform()) ? 9 : 1)),
  'level shift': (length, random) => of(length, (t) => (t < length / 2 ? 10 : 1_000) + random.normal()),
  sawtooth: (length, random) => of(length, (t) => (t % 37) + 0.1 * random.normal()),
  counter: (length, random) => walk(length, () => random.uniform()).map((v, t) => (t > length / 2 ? v / 9 : v)),
  spikes: (length, random) => of(length, () => (random.uniform() < 0.05 ? 1e6 : 1)),
  alternating: (length) => of(length, (t) => (t % 2 === 0 ? 1e12 : -1e12)),
  exponential: (length) => of(length, (t) => Math.exp(Math.min(t, 300) / 3)),
  integers: (length, random) => of(length, () => Math.floor(3 * random.uniform())),
  tiny: (length, random) => of(length, () => 1e-300 * random.normal()),
  denormal: (length, random) => of(length, () => Math.floor(9 * random.uniform()) * 5e-324),
  huge: (length, random) => of(length, () => 1e150 * random.normal()),
  'small change on a high level': (length, random) => of(length, () => 1e15 + random.normal()),
};

const GAPS: Readonly<Record<string, (t: number, length: number, random: Random) => boolean>> = {
  none: () => false,
  few: (_t, _length, random) => random.uniform() < 0.05,
  most: (_t, _length, random) => random.uniform() < 0.8,
  'the middle': (t, length) => t > length / 3 && t < length / 2,
  'the start': (t, length) => t < length / 4,
  'the end': (t, length) => t > 0.9 * length,
};

const cases = fc.record({
  shape: fc.constantFrom(...Object.keys(SHAPES)),
  gaps: fc.constantFrom(...Object.keys(GAPS)),
  length: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 40, max: 400 })),
  horizon: fc.integer({ min: 1, max: 200 }),
  stepMs: fc.constantFrom(...STEPS_MS),
  levels: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
  bounds: fc.constantFrom<Bounds>({}, { lower: 0 }, { upper: 1 }, { lower: 0, upper: 100 }, { lower: -5, upper: -4 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function draw({ shape, gaps, length, seed: own }: Case): Float64Array {
  const random = seededRandom(own);
  const values = SHAPES[shape]?.(length, random) ?? new Float64Array(0);
  return values.map((value, t) => (GAPS[gaps]?.(t, length, random) === true ? NaN : value));
}

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
          const values = draw(one);
          const series = { startMs: 1_700_000_000_000, stepMs: one.stepMs, values };
          const { horizon, levels, bounds } = one;
          const outcome = forecast({ series, horizon, levels, bounds, model, seed: one.seed });
          if (outcome.kind === 'forecast') {
            answered++;
            expectSound(outcome, one);
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
    60_000
  );
});
