import type { Breach } from '#model/forecast/breach.ts';
import type { ForecastPlan } from './plan.ts';

/** The grid of a cumulative curve: its first value belongs to one step after the origin. */
type Grid = Pick<ForecastPlan, 'originMs' | 'stepMs'>;

/**
 * The distribution as it stands at `nowMs`, given that the breach has not come yet. The origin may be a step old, a
 * day or a week on coarse grids, and what had been likely for the time since has not happened: its share is taken
 * out and the rest scaled up, so that no predicted time lies in the past.
 */
export function givenNoBreachYet(breach: Breach, grid: Grid, nowMs: number): Breach {
  const past = probabilityBy(breach, grid, nowMs);
  if (breach.state === 'already' || past === 0) {
    return breach;
  }
  const timeOf = (probability: number) => {
    const timeMs = timeBy(breach.cumulative, grid, past + probability * (1 - past));
    return timeMs === undefined ? undefined : Math.max(nowMs, timeMs);
  };
  const cumulative = breach.cumulative.map((value) => (past === 1 ? 1 : Math.max(0, (value - past) / (1 - past))));
  return {
    state: (cumulative.at(-1) ?? 0) >= 0.5 ? 'likely' : 'unlikely',
    cumulative,
    earliestMs: timeOf(0.1),
    medianMs: timeOf(0.5),
    latestMs: timeOf(0.9),
  };
}

/** Chance that the breach has come by a time: the cumulative curve from 0 at the origin, linear between its steps. */
export function probabilityBy(breach: Breach, { originMs, stepMs }: Grid, atMs: number): number {
  if (breach.state === 'already') {
    return 1;
  }
  const { cumulative } = breach;
  const position = Math.min(Math.max(0, (atMs - originMs) / stepMs), cumulative.length);
  const index = Math.floor(position);
  const before = valueAt(cumulative, index);
  return before + (valueAt(cumulative, index + 1) - before) * (position - index);
}

/** The first time at which the chance reaches `probability`; `undefined` when it does not within the horizon. */
function timeBy(cumulative: Float64Array, { originMs, stepMs }: Grid, probability: number): number | undefined {
  const index = cumulative.findIndex((value) => value >= probability);
  if (index < 0) {
    return undefined;
  }
  const before = valueAt(cumulative, index);
  const rise = valueAt(cumulative, index + 1) - before;
  return originMs + (index + (rise === 0 ? 0 : (probability - before) / rise)) * stepMs;
}

/** Value of the curve at a step after the origin, flat beyond its end. */
function valueAt(cumulative: Float64Array, step: number): number {
  return step === 0 ? 0 : (cumulative[Math.min(step, cumulative.length) - 1] ?? 0);
}
