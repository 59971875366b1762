import { historyForModels } from './calendar.ts';
import type { Together } from './model.ts';
import { prepare, type Prepared } from './prepare.ts';
import { fitRidgePool, type Teacher } from './ridge-pool.ts';
import type { SharedRidge } from './shared-ridge.ts';
import type { ForecastRequest } from './types.ts';
import type { RegularSeries } from '../series/regular-series.ts';

/** Models that know more when they are told what series have in common. */
export const LEARNS_ACROSS: ReadonlySet<string> = new Set(['ensemble', 'global-ridge']);

/**
 * Fits what several series have in common, for the models `global-ridge` and `ensemble`: give the answer to each request
 * as `shared`. Series are grouped by step and strongest season, see {@link fitRidgePool}; names and order play no part.
 * The histories must end at the same time, since a series learns from all that the others knew up to there.
 * `undefined` when no group has several series. Cost: about 10 ms a series of 720 values.
 *
 * @throws RangeError for an unknown time zone
 */
export function shareAcross(requests: readonly ForecastRequest[]): SharedRidge | undefined {
  const groups = new Map<string, { readonly stepMs: number; readonly teachers: Teacher[]; horizon: number }>();
  for (const request of requests) {
    const { series, invented } = historyForModels(request);
    const prepared = prepare(series, invented);
    if (prepared !== undefined) {
      const { stepMs } = series;
      const key = `${stepMs}/${prepared.training.seasons[0] ?? 0}`;
      const group = groups.get(key) ?? { stepMs, teachers: [], horizon: 0 };
      groups.set(key, group);
      group.horizon = Math.max(group.horizon, request.horizon);
      group.teachers.push({
        training: prepared.training,
        endMs: endOf(series, prepared),
        horizon: request.horizon + prepared.stale,
      });
    }
  }
  const fitted = [...groups.values()].flatMap(
    ({ teachers, stepMs, horizon }) => fitRidgePool(teachers, stepMs, horizon) ?? []
  );
  return fitted.length === 0 ? undefined : { groups: fitted };
}

/** What a model needs to know of the company of a series. */
export function togetherOf(ridge: SharedRidge, series: RegularSeries, prepared: Prepared): Together {
  return { ridge, stepMs: series.stepMs, endMs: endOf(series, prepared) };
}

function endOf({ stepMs }: RegularSeries, { lastObservedMs }: Prepared): number {
  return lastObservedMs + stepMs;
}
