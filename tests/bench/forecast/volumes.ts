/** Hourly volumes of many shapes with a known future, drawn from a seed. */
import { seededRandom, type Random } from '#model/stats/random.ts';

export const SHAPES = [
  'linear',
  'accelerating',
  'batch',
  'weekly',
  'seasonal',
  'saturating',
  'faster-lately',
  'slower-lately',
  'cleaned-once',
  'sawtooth-regular',
  'sawtooth-irregular',
] as const;
export type Shape = (typeof SHAPES)[number];

export interface Volume {
  readonly shape: Shape;
  /** History and future; the origin is after `history` values. */
  readonly values: Float64Array;
  readonly history: number;
  readonly capacity: number;
}

const FUTURE = 240;

/** A volume of the shape; `hours` of history. Filling ones reach their capacity 12 to 156 hours after the origin. */
export function drawVolume(shape: Shape, hours: number, random: Random): Volume {
  const length = hours + FUTURE;
  const level = sawtooth(shape)
    ? teeth(length, shape === 'sawtooth-regular', random)
    : Float64Array.from(climb(shape, length, hours, random));
  const range = level.reduce((most, v) => Math.max(most, v), 0);
  const noise = range * 10 ** (-4.5 + 2.5 * random.uniform());
  const wander = noise * random.uniform() * 0.5;
  let drift = 0;
  const values = level.map((v) => {
    drift += wander * random.normal();
    return v + drift + noise * random.normal();
  });
  const fullAfter = 12 + Math.floor(random.uniform() * 144);
  const peak = values.subarray(0, hours + fullAfter).reduce((most, v) => Math.max(most, v), -Infinity);
  const highest = values.reduce((most, v) => Math.max(most, v), -Infinity);
  const capacity = sawtooth(shape) ? highest * (1.03 + 0.25 * random.uniform()) : peak;
  return { shape, values, history: hours, capacity };
}

export function sawtooth(shape: Shape): boolean {
  return shape.startsWith('sawtooth');
}

function climb(shape: Shape, length: number, now: number, random: Random): number[] {
  const start = 10 + 40 * random.uniform();
  const rate = 0.02 + 0.15 * random.uniform();
  const phase = Math.floor(24 * random.uniform());
  const change = now - 24 - Math.floor(random.uniform() * 240);
  const factor = 2 + 2 * random.uniform();
  const size = 0.3 + 0.7 * random.uniform();
  let level = start;
  return Array.from({ length }, (_, t) => {
    level += increment(shape, t, { rate, phase, change, factor, size, now, level, start });
    return level;
  });
}

interface Params {
  rate: number; phase: number; change: number; factor: number; size: number; now: number; level: number; start: number;
}

function increment(shape: Shape, t: number, p: Params): number {
  const daily = 1 + p.size * Math.sin((2 * Math.PI * (t + p.phase)) / 24);
  switch (shape) {
    case 'accelerating':
      return p.rate * 0.4 * Math.exp((2 * p.size * t) / p.now);
    case 'batch':
      return t % 24 === p.phase ? 24 * p.rate : 0.1 * p.rate;
    case 'weekly':
      return Math.floor(t / 24) % 7 < 5 ? p.rate * daily : 0.2 * p.rate;
    case 'seasonal':
      return p.rate * daily + p.size * 2 * (Math.sin((2 * Math.PI * (t + 1)) / 24) - Math.sin((2 * Math.PI * t) / 24));
    case 'saturating':
      return 0.02 * p.rate + p.rate * 3 * Math.exp((-2 * t) / p.now);
    case 'faster-lately':
      return t >= p.change ? p.rate * p.factor : p.rate;
    case 'slower-lately':
      return t >= p.change ? p.rate : p.rate * p.factor;
    case 'cleaned-once':
      return t === p.change ? -0.5 * (p.level - p.start) : p.rate;
    default:
      return p.rate;
  }
}

function teeth(length: number, regular: boolean, random: Random): Float64Array {
  const out = new Float64Array(length);
  const period = 10 + Math.floor(random.uniform() * 160);
  const low = 20 + 20 * random.uniform();
  const height = 20 + 30 * random.uniform();
  let level = low + height * random.uniform();
  let rate = height / period;
  let peak = low + height;
  for (let t = 0; t < length; t++) {
    level += rate;
    if (level >= peak) {
      level = low + (regular ? 0 : height * 0.3 * random.uniform());
      peak = low + height * (regular ? 1 : 0.6 + 0.6 * random.uniform());
      rate = (height / period) * (regular ? 1 : 0.6 + 0.8 * random.uniform());
    }
    out[t] = level;
  }
  return out;
}

/** Steps after the origin until the capacity is reached, interpolated; `undefined`: not within `horizon`. */
export function trueCrossing({ values, history, capacity }: Volume, horizon: number): number | undefined {
  for (let step = 0; step < horizon; step++) {
    const now = values[history + step]!;
    if (now >= capacity) {
      const before = values[history + step - 1]!;
      return step + (capacity - before) / (now - before);
    }
  }
  return undefined;
}

/** What Prometheus' predict_linear says: the least-squares line over the last `window` values. */
export function lineCrossing({ values, history, capacity }: Volume, window: number): number {
  const recent = values.subarray(history - window, history);
  const centre = (window - 1) / 2;
  const mean = recent.reduce((sum, v) => sum + v, 0) / window;
  let cross = 0;
  let square = 0;
  recent.forEach((v, i) => {
    cross += (i - centre) * (v - mean);
    square += (i - centre) ** 2;
  });
  const slope = cross / square;
  const now = mean + slope * centre;
  return slope > 0 ? Math.max(0, (capacity - now) / slope) : Infinity;
}

export { seededRandom };
