import type { Breach } from '#model/forecast/breach.ts';
import type { SharedRidge } from '#model/forecast/shared-ridge.ts';
import type { Forecast, ForecastOutcome, ForecastRequest } from '#model/forecast/types.ts';
import type { PriceBook } from '#contract/price-book.ts';
import type {
  DetectOutcome,
  DetectRequest,
  DetectTogetherRequest,
  GroupDetection,
  NoDetection,
} from '#model/anomaly/types.ts';
import type { Recommendation, Volume, Workload } from '#model/tuning/types.ts';
import type { RegularSeries } from '#model/series/regular-series.ts';
import type { Context } from '../context.ts';

/** The arguments of one breach distribution. */
export interface BreachTask {
  readonly forecast: Forecast;
  readonly capacity: number;
  readonly direction: 'up' | 'down';
  /** Latest value of the signal, if there is one. */
  readonly current: number | undefined;
  readonly seed: number;
}

/** Some workloads and volumes of a cluster, to be advised on by themselves. */
export interface TuningTask {
  readonly workloads: readonly Workload[];
  readonly volumes: readonly Volume[];
  readonly settings: {
    readonly prices: PriceBook;
    /** Hours that requests and limits are to hold. */
    readonly releaseHours: number;
    /** Days that volumes are to suffice. */
    readonly horizonDays: number;
    readonly model: string;
  };
}

/** One series as of several origins in the past. */
export interface ReplayTask {
  /** The history in which every window lies. */
  readonly history: RegularSeries;
  /** Everything of a forecast but its series; no bands, since nobody sees them. */
  readonly request: Omit<ForecastRequest, 'series' | 'levels'>;
  readonly direction: 'up' | 'down';
  readonly origins: readonly ReplayOrigin[];
}

/** What was known at one origin. */
export interface ReplayOrigin {
  /** The training window: indices of the history, the second one excluded. */
  readonly from: number;
  readonly to: number;
  /** Capacities and latest values for which to ask. */
  readonly cases: readonly Pick<BreachTask, 'capacity' | 'current'>[];
}

/** The distributions of one origin in the order of its cases; `undefined`: no forecast could be made. */
export type ReplayedOrigin = readonly Breach[] | undefined;

/**
 * Runs model work away from the thread that answers requests. Answers come in the order of the requests; one series
 * that fails fails alone, as `not-enough-data` never, but by a rejected call with `internal`.
 */
export interface Compute {
  /** What series of one signal have in common, see `shareAcross` of the model; `undefined`: nothing, each stands alone. */
  share(ctx: Context, requests: readonly ForecastRequest[]): Promise<SharedRidge | undefined>;
  forecast(ctx: Context, requests: readonly ForecastRequest[]): Promise<readonly ForecastOutcome[]>;
  breach(ctx: Context, tasks: readonly BreachTask[]): Promise<readonly Breach[]>;
  detect(ctx: Context, requests: readonly DetectRequest[]): Promise<readonly DetectOutcome[]>;
  /** One answer a group of series. */
  detectTogether(
    ctx: Context,
    requests: readonly DetectTogetherRequest[]
  ): Promise<readonly (GroupDetection | NoDetection)[]>;
  /** Advice of each task, in no particular order within it. */
  recommend(ctx: Context, tasks: readonly TuningTask[]): Promise<readonly (readonly Recommendation[])[]>;
  /**
   * Forecasts and breaches of the past in one go, the same numbers as from {@link forecast} and {@link breach}; a task is
   * never split, so keep it short.
   */
  replay(ctx: Context, tasks: readonly ReplayTask[]): Promise<readonly (readonly ReplayedOrigin[])[]>;
}
