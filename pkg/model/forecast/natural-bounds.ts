import type { RegularSeries } from '../series/regular-series.ts';
import type { Bounds, ForecastRequest } from './types.ts';

/**
 * The bounds that a series keeps to: those that were stated, and 0 as the lower one where none was and no value of the
 * history has ever been negative, as with bytes, rates and counts. What was stated always wins; an upper bound that is not
 * above 0 leaves the lower end open. Gaps (NaN) say nothing. O(values).
 */
export function naturalBounds(stated: Bounds | undefined, history: Float64Array): Bounds {
  const { lower, upper } = stated ?? {};
  const isNatural = lower === undefined && (upper === undefined || upper > 0) && !history.some((value) => value < 0);
  return isNatural ? { ...stated, lower: 0 } : { ...stated };
}

/** What is asked of a model about a series, whose history decides about bounds that were not stated. O(values). */
export function requestOf(asked: Omit<ForecastRequest, 'series'>, series: RegularSeries): ForecastRequest {
  return { ...asked, series, bounds: naturalBounds(asked.bounds, series.values) };
}
