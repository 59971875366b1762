import type { Breach } from '#model/forecast/breach.ts';
import type { Forecast, ForecastOutcome, ForecastRequest } from '#model/forecast/types.ts';
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

/**
 * Runs model work away from the thread that answers requests. Answers come in the order of the requests; one series
 * that fails fails alone, as `not-enough-data` never, but by a rejected call with `internal`.
 */
export interface Compute {
  forecast(ctx: Context, requests: readonly ForecastRequest[]): Promise<readonly ForecastOutcome[]>;
  breach(ctx: Context, tasks: readonly BreachTask[]): Promise<readonly Breach[]>;
}
