import { quantile } from '../stats/quantile.ts';

/** Steps within which a clean-up is done. */
const FALL_STEPS = 3;
/** A clean-up gives back at least this share of the whole range … */
const MIN_SHARE = 0.2;
/** … and is this many times larger than nearly all other changes. */
const MIN_CONTRAST = 4;
const USUAL = 0.9;

/**
 * Whether a series without its seasons falls back again and again, as a volume does that is cleaned up at no fixed time:
 * at least two falls, similar within a factor of two, that stand out from its other changes. Its ramps say nothing
 * about what comes after the next fall. O(n log n).
 */
export function hasCleanUps(values: Float64Array): boolean {
  const falls = Float64Array.from({ length: Math.max(0, values.length - FALL_STEPS) }, (_, t) =>
    Math.max(0, values[t]! - values[t + FALL_STEPS]!)
  );
  const deepest = falls.reduce((most, fall) => Math.max(most, fall), 0);
  const changes = falls.map((_, t) => Math.abs(values[t]! - values[t + FALL_STEPS]!));
  const range = quantile(values, 1) - quantile(values, 0);
  if (!(deepest > MIN_SHARE * range) || deepest < MIN_CONTRAST * quantile(changes, USUAL)) {
    return false;
  }
  let count = 0;
  let last = -Infinity;
  falls.forEach((fall, t) => {
    if (fall >= 0.5 * deepest) {
      count += t - last > 2 * FALL_STEPS ? 1 : 0;
      last = t;
    }
  });
  return count >= 2;
}
