import { noise } from '../noise.ts';
import { keyOf } from '../random.ts';
import { HOUR, MINUTE, type Curve } from '../series.ts';
import type { FillSpec } from './fill-spec.ts';
import { accelerating, batches, linear, saturating, seasonalTrend } from './growth.ts';
import { irregularSawtooth, sawtooth } from './sawtooth.ts';

/** An empty file system is not quite empty. */
const FLOOR = 0.01;

function smoothFill(key: number, spec: FillSpec, anchorMs: number): Curve {
  switch (spec.shape) {
    case 'linear':
      return linear(key, spec, anchorMs);
    case 'seasonal-trend':
      return seasonalTrend(key, spec, anchorMs);
    case 'accelerating':
      return accelerating(spec, anchorMs);
    case 'batches':
      return batches(key, spec, anchorMs);
    case 'saturating':
      return saturating(spec, anchorMs);
    case 'sawtooth':
      return sawtooth(key, spec, anchorMs);
    case 'irregular-sawtooth':
      return irregularSawtooth(key, spec, anchorMs);
  }
}

/**
 * Used part of the capacity over time, noise included. Above 1 means that more was to be written than fits; callers
 * cut at the capacity that is in force.
 */
export function fillCurve(key: number, spec: FillSpec, anchorMs: number): Curve {
  const smooth = smoothFill(key, spec, anchorMs);
  if (spec.noise === 0) {
    return (tMs) => Math.max(FLOOR, smooth(tMs));
  }
  const slow = noise(keyOf(key, 'noise'), { slowestMs: 9 * HOUR, layers: 6, decay: 0.7 });
  const quick = noise(keyOf(key, 'temporary files'), { slowestMs: 7 * MINUTE, layers: 2, decay: 0.6 });
  return (tMs) => Math.max(FLOOR, smooth(tMs) + spec.noise * (slow(tMs) + 0.15 * quick(tMs)));
}
