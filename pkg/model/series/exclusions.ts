import type { RegularSeries } from './regular-series.ts';

/** A stretch of time, Unix milliseconds. */
export interface Interval {
  readonly startMs: number;
  readonly endMs: number;
}

/** Indices `from … to − 1` of a series. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The indices whose steps overlap an interval. The value at time t stands for the step that ends there, so that the one
 * that ends when the interval starts is not among them. Cut to `0 … count`; empty when nothing overlaps.
 */
export function overlappedIndices(
  { startMs, stepMs }: Pick<RegularSeries, 'startMs' | 'stepMs'>,
  interval: Interval,
  count: number
): IndexRange {
  const from = Math.max(0, Math.floor((interval.startMs - startMs) / stepMs) + 1);
  const to = Math.min(count, Math.ceil((interval.endMs - startMs) / stepMs) + 1);
  return interval.endMs > interval.startMs ? { from, to: Math.max(from, to) } : { from, to: from };
}

/**
 * A copy in which every step that overlaps one of the intervals is a gap: an incident, a load test or a migration is no
 * habit, and no model should learn it. Intervals may overlap each other, be out of order or lie outside of the series.
 * O(n + excluded steps).
 */
export function applyExclusions(series: RegularSeries, intervals: readonly Interval[]): RegularSeries {
  const values = series.values.slice();
  for (const interval of intervals) {
    const { from, to } = overlappedIndices(series, interval, values.length);
    values.fill(NaN, from, to);
  }
  return { ...series, values };
}
