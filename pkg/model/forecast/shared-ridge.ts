/**
 * What the series that are forecast together taught: plain data that crosses to workers and to disk as it is. Everything
 * in it was learned from what was known at the time of each fit.
 */
export interface SharedRidge {
  readonly groups: readonly SharedGroup[];
}

/** Series of one step and one strongest season. */
export interface SharedGroup {
  readonly stepMs: number;
  /** Strongest season in steps; 0: none. */
  readonly season: number;
  /** Values of the window that the weights look at, the last one included. */
  readonly lookback: number;
  /** Steps that the weights predict. */
  readonly horizon: number;
  /** How many series taught. */
  readonly series: number;
  /** Oldest first. */
  readonly fits: readonly SharedFit[];
}

/**
 * The weights as of one moment. Each array is row-major, one row a lag from 1 to `lookback − 1`, one column a step; empty
 * where there was too little to learn from.
 */
export interface SharedFit {
  /** No value at or after this time was seen, Unix milliseconds. */
  readonly untilMs: number;
  /** For windows of values. */
  readonly levels: Float64Array;
  /** For windows of changes over the season. */
  readonly changes: Float64Array;
}
