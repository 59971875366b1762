import { between, keyOf, uniform } from '../random.ts';
import { GIB } from '../series.ts';
import type { FillSpec } from './fill-spec.ts';
import { volume, type Volume } from './volume.ts';

/** What to draw. */
export interface RandomVolumesOptions {
  readonly seed: number;
  readonly count: number;
  /** Unix milliseconds: history ends and the future begins here. */
  readonly anchorMs: number;
  /** When the filling half crosses its capacity, days after the anchor; default 1 to 6.5. */
  readonly crossingDays?: { readonly min: number; readonly max: number };
}

type Draw = (min: number, max: number) => number;
type Recipe = (draw: Draw, fullAfterDays: number) => FillSpec;

const pace = (draw: Draw) => ({ daily: draw(0, 0.6), weekly: draw(0, 0.4), noise: draw(0.0005, 0.003) });

const FILLING: readonly Recipe[] = [
  (draw, fullAfterDays) => ({ shape: 'linear', fullAfterDays, perDay: draw(0.008, 0.025), ...pace(draw) }),
  (draw, fullAfterDays) => {
    const perDay = draw(0.013, 0.025);
    return { shape: 'seasonal-trend', fullAfterDays, perDay, swing: perDay * draw(0.1, 0.3), ...pace(draw) };
  },
  (draw, fullAfterDays) => ({
    shape: 'accelerating',
    fullAfterDays,
    from: draw(0.05, 0.4),
    timeConstantDays: draw(6, 16),
    noise: draw(0.0005, 0.004),
  }),
  (draw, fullAfterDays) => ({
    shape: 'batches',
    fullAfterDays,
    perBatch: draw(0.008, 0.025),
    hour: Math.floor(draw(0, 24)),
    lengthMinutes: draw(20, 120),
    noise: draw(0, 0.001),
  }),
];

const SAWTOOTHS: readonly Recipe[] = [
  (draw) => ({
    shape: 'sawtooth',
    everyDays: Math.floor(draw(1, 4)),
    hour: Math.floor(draw(0, 24)),
    low: draw(0.05, 0.3),
    peak: draw(0.5, 0.75),
    noise: draw(0.001, 0.005),
  }),
  (draw) => ({
    shape: 'irregular-sawtooth',
    everyDays: draw(2, 5),
    low: draw(0.05, 0.3),
    peak: draw(0.55, 0.85),
    noise: draw(0.001, 0.005),
  }),
];

const SETTLED: readonly Recipe[] = [
  (draw) => ({
    shape: 'saturating',
    plateau: draw(0.5, 0.85),
    from: draw(0.1, 0.4),
    startDaysAgo: draw(18, 40),
    timeConstantDays: draw(3, 9),
    noise: draw(0.001, 0.005),
  }),
  (draw) => ({
    shape: 'linear',
    fullAfterDays: draw(150, 400),
    perDay: draw(0.0005, 0.002),
    ...pace(draw),
  }),
];

/** Half of the volumes fill, a quarter are sawtooths, a quarter have settled. */
const FAMILIES: readonly (readonly Recipe[])[] = [FILLING, SAWTOOTHS, FILLING, SETTLED];

const SIZES_GIB = [5, 8, 10, 20, 30, 50, 80, 100, 200, 500];

/** The share of a volume that the file system leaves to its files. */
const USABLE = 0.978;

function randomVolume(options: RandomVolumesOptions, index: number): Volume {
  const key = keyOf(options.seed, 'random volume', String(index));
  const family = FAMILIES[index % FAMILIES.length] ?? FILLING;
  const turn = Math.floor(index / FAMILIES.length) * 2 + (index % FAMILIES.length > 1 ? 1 : 0);
  const recipe = family[(family === FILLING ? turn : turn >> 1) % family.length];
  const { min, max } = options.crossingDays ?? { min: 1, max: 6.5 };
  let draws = 0;
  const draw: Draw = (low, high) => between(key, draws++, low, high);
  const fill = recipe?.(draw, draw(min, max));
  if (fill === undefined) {
    throw new RangeError('A family of volumes is empty.');
  }
  const size = SIZES_GIB[Math.floor(uniform(keyOf(key, 'size'), 0) * SIZES_GIB.length)] ?? 10;
  const name = `${fill.shape}-${index}`;
  return volume(key, { name, capacityBytes: Math.round((size * GIB * USABLE) / 4096) * 4096, fill }, options.anchorMs);
}

/**
 * A family of random volumes with known futures, to measure predicted breach dates against. The same options give the
 * same volumes; history (any instant before the anchor, at least 35 days back) and future are one curve. Filling
 * volumes cross within `crossingDays`, give or take half a day for batches, noise and swing; sawtooths and settled ones never.
 */
export function randomVolumes(options: RandomVolumesOptions): readonly Volume[] {
  return Array.from({ length: options.count }, (_, index) => randomVolume(options, index));
}
