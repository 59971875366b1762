import { quantile } from '../stats/quantile.ts';

/** What to tell whoever forecasts a raw counter. */
export const COUNTER_NOTICE =
  'This looks like a counter: it only grows and restarts from zero. Wrap the expression in rate() to forecast its speed.';

const MIN_POINTS = 20;
const MIN_SHARE_OF_RISES = 0.5;
const MAX_SHARE_OF_FALLS = 0.1;
/** A counter runs far beyond a single step before it restarts. */
const RUN_INCREMENTS = 10;
/** A restart leaves less than this many of the largest usual increments on the counter. */
const RESTART_INCREMENTS = 3;

/**
 * Whether values are those of a raw counter: never negative, growing at more than half of their steps, falling at
 * least once but rarely, and after every fall back at about zero (within three 95 % increments). A volume that fills and is
 * cleaned up does not restart at zero; a counter that never restarted cannot be told from a filling volume and is not
 * recognised. Gaps are skipped; fewer than 20 values are never a counter. O(n log n).
 */
export function looksLikeCounter(values: Float64Array): boolean {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length < MIN_POINTS || known.some((value) => value < 0)) {
    return false;
  }
  const changes = known.subarray(1).map((value, i) => value - known[i]!);
  const rises = changes.filter((change) => change > 0);
  const highest = known.reduce((most, value) => Math.max(most, value), 0);
  const afterFalls = known.subarray(1).filter((_, i) => changes[i]! < 0);
  const usual = quantile(rises, 0.95);
  return (
    afterFalls.length > 0 &&
    afterFalls.length <= MAX_SHARE_OF_FALLS * changes.length &&
    rises.length > MIN_SHARE_OF_RISES * changes.length &&
    highest > RUN_INCREMENTS * usual &&
    afterFalls.every((value) => value <= RESTART_INCREMENTS * usual)
  );
}
