import fc from 'fast-check';
import { seededRandom, type Random } from '../../pkg/model/stats/random.ts';

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
  parabola: (length) => of(length, (t) => t * t),
  'growing season': (length) => of(length, (t) => t * Math.sin((2 * Math.PI * t) / 12)),
  'two seasons': (length, random) => of(length, (t) => (t % 24 < 8 ? 0 : 3) + (t % 72 < 24 ? 2 : 0) + random.uniform()),
  'heavy tails': (length, random) => of(length, () => random.normal() / (random.uniform() + 1e-6)),
  dying: (length, random) => of(length, (t) => (t < length / 2 ? random.normal() : 0)),
};

const GAPS: Readonly<Record<string, (t: number, length: number, random: Random) => boolean>> = {
  none: () => false,
  few: (_t, _length, random) => random.uniform() < 0.05,
  most: (_t, _length, random) => random.uniform() < 0.8,
  'the middle': (t, length) => t > length / 3 && t < length / 2,
  'the start': (t, length) => t < length / 4,
  'the end': (t, length) => t > 0.9 * length,
};

/** Names of the shapes and gaps that {@link drawSeries} knows. */
export const SHAPE_NAMES = Object.keys(SHAPES);
export const GAP_NAMES = Object.keys(GAPS);

/** What a series is drawn from. */
export interface SeriesDraw {
  readonly shape: string;
  readonly gaps: string;
  readonly length: number;
  readonly seed: number;
}

/** The values of a draw, the same on every platform but for the last bits of sines and exponentials. */
export function drawSeries({ shape, gaps, length, seed }: SeriesDraw): Float64Array {
  const random = seededRandom(seed);
  const values = SHAPES[shape]?.(length, random) ?? new Float64Array(0);
  return values.map((value, t) => (GAPS[gaps]?.(t, length, random) === true ? NaN : value));
}

/** Draws of every shape with every kind of gap, from nothing to 400 samples. */
export const arbitraryDraw: fc.Arbitrary<SeriesDraw> = fc.record({
  shape: fc.constantFrom(...SHAPE_NAMES),
  gaps: fc.constantFrom(...GAP_NAMES),
  length: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 40, max: 400 })),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});
