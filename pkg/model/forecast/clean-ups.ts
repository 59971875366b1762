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
 * at least two falls, similar within a factor of two, that stand out from its other changes. What fell has to have grown
 * slowly: where rises are as sudden, as in the spikes and batches of a load, nothing is cleaned up. Its ramps say
 * nothing about what comes after the next fall. O(n log n).
 *
 * @param withSeasons the same series with its seasons: a rise that only their removal made is none
 */
export function hasCleanUps(values: Float64Array, withSeasons = values): boolean {
  const changes = changesOf(values);
  const deepest = changes.reduce((most, change) => Math.max(most, -change), 0);
  const range = quantile(values, 1) - quantile(values, 0);
  if (!(deepest > MIN_SHARE * range) || deepest < MIN_CONTRAST * quantile(changes.map(Math.abs), USUAL)) {
    return false;
  }
  const whole = changesOf(withSeasons);
  const falls = countEvents(changes, (change) => change <= -0.5 * deepest);
  const jumps = countEvents(changes, (change, t) => Math.min(change, whole[t]!) >= 0.5 * deepest);
  return falls >= 2 && jumps < 0.5 * falls;
}

function changesOf(values: Float64Array): Float64Array {
  const count = Math.max(0, values.length - FALL_STEPS);
  return Float64Array.from({ length: count }, (_, t) => values[t + FALL_STEPS]! - values[t]!);
}

/** How often it happens; what is close together counts once. */
function countEvents(changes: Float64Array, happens: (change: number, t: number) => boolean): number {
  let count = 0;
  let last = -Infinity;
  changes.forEach((change, t) => {
    if (happens(change, t)) {
      count += t - last > 2 * FALL_STEPS ? 1 : 0;
      last = t;
    }
  });
  return count;
}
