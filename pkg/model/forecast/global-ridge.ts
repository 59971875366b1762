import type { Model, Together, Training } from './model.ts';
import { addUp, directPath, seasonChanges } from './nlinear.ts';
import type { SharedFit, SharedGroup } from './shared-ridge.ts';

/**
 * Global ridge (global models: Montero-Manso and Hyndman, Principles and algorithms for forecasting groups of time series,
 * 2021): every step is the last value and a weighted window of the values before it, measured from it; the weights were
 * learned from all series that are forecast together, see `fitRidgePool`, and the series itself is one of many.
 *
 * An origin is answered by weights that were learned from what was known by then. Works in the unit of the training,
 * within reach of its values. Needs shared weights of its step and season, which take several series, and as many values
 * as their window; a longer horizon than theirs is held at its end. Cost: O(window · horizon) a prefix, some 0.1 ms.
 *
 * @example fitAll(globalRidge, { values, observed, seasons: [24], together: { ridge, stepMs, endMs } })?.predict(48)
 */
export const globalRidge: Model = {
  name: 'global-ridge',
  fit: (training, ends, horizon = 1) =>
    ends.map((end) => {
      const found = fitFor(training, end);
      return directPath(
        training,
        end,
        (steps) => found && predictBy(found, 'levels', training.values, end, steps),
        horizon
      );
    }),
};

/** {@link globalRidge} on the changes over the strongest season. Needs three cycles of it. */
export const globalRidgeOfChanges: Model = {
  name: 'global-ridge',
  fit: (training, ends, horizon = 1) => {
    const changes = seasonChanges(training);
    const season = training.seasons[0] ?? 0;
    return ends.map((end) => {
      const found = fitFor(training, end);
      const path = (steps: number): Float64Array | undefined =>
        changes &&
        found &&
        addUp(training.values, end, season, predictBy(found, 'changes', changes, end - season, steps));
      return directPath(training, end, path, horizon);
    });
  },
};

/** Whether there is a group for a series at all. */
export function hasCompany({ seasons, together }: Training): boolean {
  return together !== undefined && groupOf(together, seasons) !== undefined;
}

function groupOf({ ridge, stepMs }: Together, seasons: readonly number[]): SharedGroup | undefined {
  return ridge.groups.find((group) => group.stepMs === stepMs && group.season === (seasons[0] ?? 0));
}

interface Found {
  readonly group: SharedGroup;
  readonly fit: SharedFit;
}

/** The latest weights that had seen nothing after the first `end` values; for all of them the latest there are. */
function fitFor({ values, seasons, together }: Training, end: number): Found | undefined {
  const group = together && groupOf(together, seasons);
  if (together === undefined || group === undefined) {
    return undefined;
  }
  const ms = end === values.length ? Infinity : together.endMs - (values.length - end) * together.stepMs;
  const fit = group.fits.findLast(({ untilMs }) => untilMs <= ms);
  return fit === undefined ? undefined : { group, fit };
}

/** The last of the first `end` values and the weighted window before it; held at the end of what was learned. */
function predictBy(
  { group: { lookback, horizon }, fit }: Found,
  form: 'levels' | 'changes',
  values: Float64Array,
  end: number,
  steps: number
): Float64Array | undefined {
  const weights = fit[form];
  if (weights.length === 0 || end < lookback) {
    return undefined;
  }
  const last = values[end - 1]!;
  const path = new Float64Array(Math.min(steps, horizon)).fill(last);
  for (let lag = 1; lag < lookback; lag++) {
    const distance = values[end - 1 - lag]! - last;
    const row = (lag - 1) * horizon;
    for (let step = 0; step < path.length; step++) {
      path[step]! += distance * weights[row + step]!;
    }
  }
  return Float64Array.from({ length: steps }, (_, step) => path[Math.min(step, path.length - 1)]!);
}
