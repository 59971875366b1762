import type { Context } from '../context.ts';

/** Labels of a series, without `__name__` unless the expression kept it. */
export type Labels = Readonly<Record<string, string>>;

/** Aggregation of the samples within a step into one point. */
export type Aggregate = 'avg' | 'max' | 'min' | 'last';

/** A request for equally spaced points. Both ends are inclusive multiples of the step, Unix milliseconds. */
export interface RangeRequest {
  readonly expr: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly aggregate: Aggregate;
  /** Raises the source's limit of series for this read; for whole clusters, whose size nobody chooses. */
  readonly maxSeries?: number;
}

/**
 * One series on the grid of its request: `values[i]` belongs to `startMs + i * stepMs`, NaN where the source had
 * nothing. With an aggregate other than `last` the point covers the step that ends at its timestamp.
 */
export interface GridSeries {
  readonly labels: Labels;
  readonly startMs: number;
  readonly stepMs: number;
  readonly values: Float64Array;
}

/** The series of an answer and what the reader had to mend or leave out, in sentences for people. */
export interface RangeAnswer {
  readonly series: readonly GridSeries[];
  readonly notices: readonly string[];
}

/** One value of an instant query. */
export interface InstantValue {
  readonly labels: Labels;
  readonly value: number;
}

/** What a query would cost its server. */
export interface SampleEstimate {
  readonly series: number;
  /** Points that would cross the wire. */
  readonly points: number;
  /** Samples that the server would load; `undefined` where it does not tell. */
  readonly samples: number | undefined;
}

/** What a health check learned of a source. */
export interface SourceStatus {
  readonly version: string | undefined;
  /** Source clock minus ours, milliseconds; positive when the source is ahead. */
  readonly clockSkewMs: number | undefined;
  /** Number of series in memory, where the source tells. */
  readonly headSeries: number | undefined;
}

/**
 * Reads one Prometheus-compatible server. Every method obeys the context's signal and deadline and throws
 * `HeadroomError` only: `source_*` when the server is at fault, `invalid_expression` for bad PromQL, `too_large`
 * when a limit refuses the query before it is asked.
 */
export interface SeriesReader {
  estimate(ctx: Context, request: RangeRequest): Promise<SampleEstimate>;
  /** Estimates, refuses or splits, asks, and puts the answer on the grid. */
  readRange(ctx: Context, request: RangeRequest): Promise<RangeAnswer>;
  /** `maxSeries` as in {@link RangeRequest}. */
  readInstant(ctx: Context, expr: string, atMs: number, maxSeries?: number): Promise<readonly InstantValue[]>;
  labelNames(ctx: Context, match: string | undefined): Promise<readonly string[]>;
  /** Values of a label, at most `limit`; `__name__` gives metric names. */
  labelValues(ctx: Context, label: string, match: string | undefined, limit: number): Promise<readonly string[]>;
  check(ctx: Context): Promise<SourceStatus>;
}
