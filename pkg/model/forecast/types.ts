import type { CalendarEvent } from '../series/events.ts';
import type { Interval } from '../series/exclusions.ts';
import type { RegularSeries } from '../series/regular-series.ts';
import type { SharedRidge } from './shared-ridge.ts';

/** Values that a signal can physically take; a missing end is unbounded. */
export interface Bounds {
  readonly lower?: number;
  readonly upper?: number;
}

/** What to forecast and how. */
export interface ForecastRequest {
  readonly series: RegularSeries;
  /** Number of steps after the last sample. */
  readonly horizon: number;
  /** Coverage of the bands in percent, such as 80 and 95; any order, each within (0, 100). */
  readonly levels: readonly number[];
  readonly bounds?: Bounds;
  /** A model by name, or `auto`: the best by its own backtest, gated by seasonal naive. */
  readonly model: string;
  /** Seed of whatever is drawn at random; the same seed gives the same numbers. */
  readonly seed: number;
  /** IANA name of the zone whose wall clock seasons follow; without it they follow fixed steps of UTC. */
  readonly timeZone?: string;
  /** Stretches that are no habit, such as incidents: gaps to every model and backtest. */
  readonly exclusions?: readonly Interval[];
  /** Past ones are taken out of the history; their mean effect is added to the next one of the same name. */
  readonly events?: readonly CalendarEvent[];
  /** What this series and others of its signal taught, see `shareAcross`; without it models know one series only. */
  readonly shared?: SharedRidge;
}

/** An interval around the forecast; both arrays have one value a step, lower ≤ upper. */
export interface Band {
  /** Nominal coverage in percent. */
  readonly level: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** What a reader needs to know before trusting a forecast. */
export interface TrustCard {
  /** Name of the model that made the forecast, and why that one, in a sentence. */
  readonly model: string;
  readonly reason: string;
  /** Mean absolute scaled error of the rolling backtest, scale: in-sample seasonal naive. NaN: not measurable. */
  readonly mase: number;
  /** Gain over seasonal naive on the same backtest: 0.3 is 30 % less error. NaN: not measurable. */
  readonly gainOverSeasonalNaive: number;
  /** Measured coverage of each band in the backtest, as a fraction; NaN: not measurable. */
  readonly coverage: readonly { readonly level: number; readonly measured: number }[];
  /** Origins of the rolling backtest. */
  readonly backtestOrigins: number;
  /** How the bands of a stored forecast have done since; absent before the first value came. */
  readonly since?: SinceTraining;
  readonly quality: {
    readonly points: number;
    /** Fraction of missing points in the training window. */
    readonly missing: number;
    /** Season lengths in steps, strongest first; empty: none found. */
    readonly seasons: readonly number[];
  };
}

/**
 * Whether the share of values inside a band is what was promised, as far as chance can tell; `too-narrow`: too few
 * inside, `too-wide`: too many.
 */
export type CoverageVerdict = 'as-promised' | 'too-narrow' | 'too-wide';

/** Coverage of a stored forecast's bands, as they were served, by the values that came after its training. */
export interface SinceTraining {
  /** Values after this time, Unix milliseconds, count. */
  readonly sinceMs: number;
  readonly coverage: readonly {
    readonly level: number;
    /** Fraction of the values inside. */
    readonly measured: number;
    readonly samples: number;
    readonly verdict: CoverageVerdict;
  }[];
}

/** A forecast of one series. */
export interface Forecast {
  readonly kind: 'forecast';
  /** Time of the first predicted step, Unix milliseconds. */
  readonly startMs: number;
  readonly stepMs: number;
  readonly mean: Float64Array;
  /** One band a requested level, widest last. */
  readonly bands: readonly Band[];
  readonly trust: TrustCard;
  /** Sentences for people about gaps, level shifts, short history or a fall-back. */
  readonly notices: readonly string[];
  /** What the breach distribution draws from; opaque to callers. */
  readonly uncertainty: Uncertainty;
}

/** Marginal quantiles at fixed probabilities for every step, and how strongly the steps err together. */
export interface Uncertainty {
  /** Probabilities, ascending, within (0, 1). */
  readonly probabilities: Float64Array;
  /** Row-major, one row a step, one column a probability; ascending along a row. */
  readonly quantiles: Float64Array;
  /** Share of the variance of the errors that all steps have in common, within [0, 1]. */
  readonly common: number;
  /** Correlation of the rest between neighbouring steps, within [0, 1). */
  readonly persistence: number;
}

/** There is no forecast, and why: "no data" and "not enough data" are different answers. */
export interface NoForecast {
  readonly kind: 'no-data' | 'not-enough-data';
  /** A sentence for people. */
  readonly reason: string;
}

/** The answer to a {@link ForecastRequest}. */
export type ForecastOutcome = Forecast | NoForecast;
