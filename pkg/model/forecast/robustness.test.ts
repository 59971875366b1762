import fc from 'fast-check';
import { describe, it } from 'vitest';
import { seededRandom, type Random } from '../stats/random.ts';
import { arima } from './arima.ts';
import { ets } from './ets.ts';
import { fourierAr } from './fourier-ar.ts';
import { lagRegression } from './lag-regression.ts';
import { recentMedian, seasonalMedian } from './local-median.ts';
import type { Model, Training } from './model.ts';
import { mstl } from './mstl.ts';
import { differenceNlinear, nlinear, profileNlinear } from './nlinear.ts';
import { prepare } from './prepare.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { theta } from './theta.ts';
import { trendModel, type TrendShape } from './trend.ts';

/** More runs by hand: `make properties`. */
const RUNS = Number(process.env['HEADROOM_PROPERTY_RUNS'] ?? 1_200);
const SEED = Number(process.env['HEADROOM_PROPERTY_SEED'] ?? 20_261_124);
const HOUR = 3_600_000;

type Step = (t: number, random: Random, before: number) => number;

/** Series of all kinds, about zero and of about unit size. */
const KINDS: Readonly<Record<string, Step>> = {
  constant: () => 1,
  noise: (_, random) => random.normal(),
  walk: (_, random, before) => before + random.normal(),
  explosive: (_, random, before) => Math.max(-1e9, Math.min(1e9, 1.05 * before + random.normal())),
  ramp: (t) => t,
  parabola: (t) => t * t,
  step: (t) => (t < 37 ? 0 : 50),
  stairs: (t) => Math.floor(t / 20),
  sawtooth: (t) => t % 31,
  alternating: (t) => (t % 2 === 0 ? 1 : -1),
  growing: (t) => (t % 2 === 0 ? 1 : -1) * Math.pow(1.1, Math.min(t, 200)),
  spike: (t) => (t === 17 ? 1e6 : 0),
  'late spike': (t, random) => (t % 97 === 96 ? 1e4 : random.normal()),
  sparse: (_, random) => (random.uniform() < 0.05 ? 1 : 0),
  daily: (t, random) => Math.sin((2 * Math.PI * t) / 24) + 0.1 * random.normal(),
  'daily and weekly': (t, random) => (t % 24 < 8 ? 0 : 3) + (t % 168 < 48 ? -2 : 0) + 0.1 * random.normal(),
  'growing season': (t) => t * Math.sin((2 * Math.PI * t) / 12),
  'heavy tails': (_, random) => random.normal() / (random.uniform() + 1e-6),
  'two values': (_, random) => (random.uniform() < 0.5 ? 0 : 1e-9),
  dying: (t, random) => (t < 60 ? random.normal() : 0),
  'near unit root': (_, random, before) => 0.999 * before + random.normal(),
};

const arbitrarySeries = fc.record({
  kind: fc.constantFrom(...Object.keys(KINDS)),
  length: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 90 }) },
    { weight: 2, arbitrary: fc.integer({ min: 91, max: 400 }) }
  ),
  seed: fc.nat(),
  scale: fc.constantFrom(1, 1, 1, -1, 1e-3, 1e9, 1e100, 1e-100, 1e-300, 5e-324),
  offset: fc.constantFrom(0, 0, 1, -1e3, 1e12),
  gaps: fc.constantFrom(0, 0, 0, 0.1, 0.6),
  seasons: fc.constantFrom([], [24], [24, 168], [7], [12], [2], [5, 3]),
  asFound: fc.boolean(),
  horizon: fc.integer({ min: 1, max: 200 }),
});
type SeriesPlan = typeof arbitrarySeries extends fc.Arbitrary<infer T> ? T : never;

/** The training of a plan with the seasons that are found in it, or with whatever seasons it names. */
function trainingOf({ kind, length, seed, scale, offset, gaps, seasons, asFound }: SeriesPlan): Training | undefined {
  const random = seededRandom(seed);
  let before = 0;
  const values = Float64Array.from({ length }, (_, t) => {
    before = KINDS[kind]!(t, random, before);
    return random.uniform() < gaps ? NaN : scale * before + offset;
  });
  const training = prepare({ startMs: 0, stepMs: HOUR, values })?.training;
  return training === undefined || asFound ? training : { ...training, seasons };
}

/**
 * How far outside of the values a prediction may be, in their ranges: at once by one, and for each length of the series
 * by one more (a trend through all of them), or by eight (a trend through the last eighth of them).
 */
const STEADY = 1;
const STEEP = 8;

function expectSound(model: Model, training: Training, horizon: number, steepness: number): void {
  const count = training.values.length;
  const ends = [Math.ceil(count / 3), Math.ceil((2 * count) / 3), count];
  model.fit(training, ends, horizon).forEach((fitted, i) => {
    const seen = training.values.subarray(0, ends[i]);
    const least = seen.reduce((a, b) => Math.min(a, b), Infinity);
    const most = seen.reduce((a, b) => Math.max(a, b), -Infinity);
    const path = fitted?.predict(horizon) ?? new Float64Array(horizon);
    path.forEach((value, step) => {
      const lengths = (step + 1) / Math.max(1, seen.length - 1);
      const room = (most - least) * (1 + steepness * lengths) + 1e-6;
      if (fitted !== undefined && !(value >= least - room && value <= most + room)) {
        throw new Error(`${model.name} gives ${value} at step ${step} after ${least} … ${most}`);
      }
    });
    if (path.length !== horizon) {
      throw new Error(`${model.name} gives ${path.length} steps instead of ${horizon}`);
    }
  });
}

const trend = (slope: TrendShape['slope'], name: string, window: TrendShape['window']): Model =>
  trendModel({ name: `${slope} trend of ${name}`, slope, window });

describe(`every model on ${RUNS} generated series (seed ${SEED})`, () => {
  it.each([
    ...[
      theta,
      mstl,
      ets,
      arima,
      fourierAr,
      seasonalNaive,
      lagRegression,
      nlinear,
      profileNlinear('nlinear on the profile', 0.1),
      differenceNlinear('nlinear on differences', 0.1),
      seasonalMedian('seasonal median', 4),
      recentMedian('recent median', 7),
    ].map((model) => ({ name: model.name, model, steepness: STEADY })),
    ...[
      trend('steady', 'everything', (length) => length),
      trend('steady', 'the last eighth', (length) => length / 8),
      trend('damped', 'a season', (_, seasons) => seasons[0] ?? 6),
      trend('curved', 'everything', (length) => length),
      trend('curved', 'the last quarter', (length) => length / 4),
    ].map((model) => ({ name: model.name, model, steepness: STEEP })),
  ])(
    '$name gives finite numbers that do not run away',
    ({ model, steepness }) => {
      fc.assert(
        fc.property(arbitrarySeries, (plan) => {
          const training = trainingOf(plan);
          if (training !== undefined) {
            expectSound(model, training, plan.horizon, steepness);
          }
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true }
      );
    },
    600_000
  );
});
