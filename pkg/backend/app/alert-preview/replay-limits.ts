import { HeadroomError } from '#contract/errors.ts';
import type { BreachQuery } from '#contract/query.ts';
import type { Times } from './replay-values.ts';

/** Forecasts of the quick models from a month of hours, about 10 ms of CPU each. */
const MAX_FORECASTS = 20_000;
const USUAL_POINTS = 720;
/** How many forecasts of the quick models one of another model costs. */
const COST_OF_ENSEMBLE = 40;
const COST_OF_OTHERS = 4;
/** Numbers of all series at all evaluations, 8 bytes each. */
const MAX_VALUES = 2_000_000;
/** Breach distributions of one batch of steps, about 10 ms of CPU each. */
const MAX_TASKS = 4_000;

/** Throws `too_large` when a replay would take minutes or too much memory. */
export function requireAffordableReplay(
  model: BreachQuery['model'],
  { series, steps, points, times }: { series: number; steps: number; points: number; times: Times }
): void {
  const most = Math.floor(MAX_FORECASTS / costOf(model) / Math.max(1, points / USUAL_POINTS));
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
export function requireFewTasks(tasks: number): void {
  if (tasks > MAX_TASKS) {
    throw new HeadroomError('too_large', 'The capacity changes too often to replay the rule.', {
      field: 'capacity',
      remedy: 'Choose a longer interval, or a capacity that changes rarely, such as one that is rounded.',
    });
  }
}

function costOf(model: BreachQuery['model']): number {
  if (model === 'auto') {
    return 1;
  }
  return model === 'ensemble' ? COST_OF_ENSEMBLE : COST_OF_OTHERS;
}
