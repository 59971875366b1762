import { parseDuration } from '#contract/duration.ts';
import { naturalBounds } from '#model/forecast/natural-bounds.ts';
import type { Bounds } from '#model/forecast/types.ts';
import type { PlainSeries } from '../../../shared/panel/plain-frame.ts';
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
    bounds: naturalBounds(limitsOf(field.config), history.values),
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

/** A series that stopped this share of the whole history ago is gone, such as that of a pod. */
const GONE = 0.05;

/** Which series still go on at the end of the history that all have together; only those have a future. */
export function stillThere(all: readonly PlainSeries[]): PlainSeries[] {
  const endOf = ({ history }: PlainSeries) => history.startMs + (history.values.length - 1) * history.stepMs;
  const newest = all.reduce((latest, one) => Math.max(latest, endOf(one)), -Infinity);
  const oldest = all.reduce((earliest, { history }) => Math.min(earliest, history.startMs), Infinity);
  return all.filter((one) => newest - endOf(one) <= Math.max(GONE * (newest - oldest), 2 * one.history.stepMs));
}

/** Whether the options ask for more than half of the history. */
export function isCut({ horizonSteps: steps, history }: ForecastTask, horizon: string): boolean {
  return (parseDuration(horizon.trim()) ?? 0) > (steps + 0.5) * history.stepMs;
}

/** The field's own limits. */
function limitsOf({ min, max }: PlainSeries['field']['config']): Bounds {
  return { ...(typeof min === 'number' ? { lower: min } : {}), ...(typeof max === 'number' ? { upper: max } : {}) };
}
