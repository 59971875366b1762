import { parseDuration } from '#contract/duration.ts';
import type { Bounds } from '#model/forecast/types.ts';
import type { PlainSeries } from '../frames/plain-frame.ts';
import { capacityOf } from '../frames/panel-series.ts';
import { directionOf, type SeriesOptions } from '../options.ts';
import type { ForecastTask } from './solve.ts';

/** What to compute for a series: as far ahead as the options say, at most half of the history that is there. */
export function toTask({ field, name, history }: PlainSeries, options: SeriesOptions): ForecastTask {
  return {
    name,
    labels: field.labels ?? {},
    history,
    horizonSteps: horizonSteps(options.horizon, history.stepMs, history.values.length),
    bounds: boundsOf(field.config.min, field.config.max, history.values),
    capacity: capacityOf(field, undefined, options),
    direction: directionOf(options),
  };
}

/** Steps ahead; at least one. */
export function horizonSteps(horizon: string, stepMs: number, points: number): number {
  const most = Math.floor(points / 2);
  const wanted = parseDuration(horizon.trim());
  return Math.max(1, wanted === undefined ? most : Math.min(most, Math.round(wanted / stepMs)));
}

/** Whether the options ask for more than half of the history. */
export function isCut({ horizonSteps: steps, history }: ForecastTask, horizon: string): boolean {
  return (parseDuration(horizon.trim()) ?? 0) > (steps + 0.5) * history.stepMs;
}

/** The field's own limits; what never was negative stays so. */
function boundsOf(min: number | null | undefined, max: number | null | undefined, values: Float64Array): Bounds {
  const lower = min ?? (values.every((value) => !(value < 0)) ? 0 : undefined);
  return { ...(lower === undefined ? {} : { lower }), ...(typeof max === 'number' ? { upper: max } : {}) };
}
