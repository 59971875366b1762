import { HeadroomError } from '#contract/errors.ts';
import type { BreachQuery } from '#contract/query.ts';
import type { Times } from './replay-values.ts';

/** Distributions are kept of each: about a kilobyte. */
const MAX_FORECASTS = 20_000;
/** The work of one replay, in milliseconds of CPU. */
const MAX_WORK_MS = 20 * 60_000;
/** A forecast of a model from a month of hours, in milliseconds of CPU. */
const COSTS_MS = { auto: 4, ensemble: 150, others: 15 };
const USUAL_POINTS = 720;
/** Numbers of all series at all evaluations, 8 bytes each. */
const MAX_VALUES = 2_000_000;
/** Cases beyond one a forecast, about 3 ms of CPU each. */
const MAX_MORE_CASES = 10_000;

/** What a replay would take. */
interface Size {
  readonly series: number;
  readonly steps: number;
  /** Points that each forecast learns from. */
  readonly points: number;
  readonly times: Times;
}

/** Milliseconds of CPU that one forecast of a replay takes, roughly. */
export function forecastCost(model: BreachQuery['model'], points: number): number {
  const cost = model === 'auto' || model === 'ensemble' ? COSTS_MS[model] : COSTS_MS.others;
  return cost * Math.max(1, points / USUAL_POINTS);
}

/** Throws `too_large` when a replay would take too long or too much memory. */
export function requireAffordableReplay(model: BreachQuery['model'], { series, steps, points, times }: Size): void {
  const most = Math.floor(Math.min(MAX_FORECASTS, MAX_WORK_MS / forecastCost(model, points)));
  if (series * steps > most) {
    throw new HeadroomError(
      'too_large',
      `The preview would make ${series * steps} forecasts, of ${series} series at ${steps} steps (limit ${most}).`,
      {
        field: 'days',
        remedy:
          model === 'auto'
            ? 'Preview fewer days, narrow the expression to fewer series, or choose a longer step.'
            : 'Preview it with the model auto, over fewer days, or with fewer series.',
      }
    );
  }
  if (series * times.count > MAX_VALUES) {
    throw new HeadroomError(
      'too_large',
      `The preview would hold ${series * times.count} evaluations (limit ${MAX_VALUES}).`,
      { field: 'interval', remedy: 'Preview fewer days, choose a longer interval, or narrow the expression.' }
    );
  }
}

/** Throws `too_large` when the capacity is another one at nearly every evaluation. */
export function requireFewCases(cases: number, forecasts: number): void {
  if (cases > 2 * forecasts + MAX_MORE_CASES) {
    throw new HeadroomError('too_large', 'The capacity changes too often to replay the rule.', {
      field: 'capacity',
      remedy: 'Choose a longer interval, or a capacity that changes rarely, such as one that is rounded.',
    });
  }
}
