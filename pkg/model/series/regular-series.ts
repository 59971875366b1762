/**
 * Equally spaced samples of one series: `values[i]` belongs to `startMs + i * stepMs` (Unix milliseconds).
 * NaN marks a gap; infinities never occur.
 */
export interface RegularSeries {
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}

/** The time of a sample, Unix milliseconds. */
export function timeAt(series: RegularSeries, index: number): number {
  return series.startMs + index * series.stepMs;
}
