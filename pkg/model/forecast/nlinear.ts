import type { FittedModel, Model, Training } from './model.ts';
import { directRidge } from './nlinear-fit.ts';
import { withinReach } from './reach.ts';
import { seasonFreePrefix } from './season-free.ts';

/** Look-back in values: a week of hours and a day, longer where a season needs it, at most a third of the history. */
const LOOKBACK = 192;
const MOST_LOOKBACK = 400;
/** Farther ahead the table of products, quadratic in the horizon, costs more than a direct model is worth. */
const MOST_STEPS = 800;
/** A look-back beyond a season by this much sees where the season began. */
const BEYOND_SEASON = 7 / 6;

/**
 * NLinear (Zeng et al., Are Transformers Effective for Time Series Forecasting?, 2023) in closed form, see
 * {@link directRidge}: direct multi-step ridge regression on the look-back window less its last value.
 * Works in the unit of the training, within reach of its values. Minimum history: 24 rows, so about 1.5 times the look-back and the horizon; at
 * most 800 steps.
 * Cost: about 2 ms a prefix of 720 values.
 *
 * @example fitAll(nlinear, { values, observed, seasons: [24] })?.predict(48)
 */
export const nlinear: Model = {
  name: 'nlinear',
  fit: (training, ends, horizon = 1) => {
    const ridge = directRidge({ lookback: lookbackFor(training.seasons, training.values.length), penalty: 0.001 });
    return ends.map((end) => directPath(training, end, (steps) => ridge(training.values, end, steps), horizon));
  },
};

/** {@link nlinear} on the series without its seasonal profiles, which come back afterwards. */
export function profileNlinear(name: string, penalty: number): Model {
  return {
    name,
    fit: (training, ends, horizon = 1) => {
      const ridge = directRidge({ lookback: lookbackFor(training.seasons, training.values.length), penalty });
      return ends.map((end) => {
        const seasonFree = seasonFreePrefix(training, end);
        const path = (steps: number): Float64Array | undefined =>
          ridge(seasonFree.values, end, steps)?.map((value, step) => value + seasonFree.seasonal(step));
        return directPath(training, end, path, horizon);
      });
    },
  };
}

/**
 * {@link nlinear} on the changes over the strongest season: held back, it becomes seasonal naive. Needs three cycles of
 * the season.
 */
export function differenceNlinear(name: string, penalty: number): Model {
  return {
    name,
    fit: (training, ends, horizon = 1) => {
      const { values } = training;
      const season = training.seasons[0] ?? 0;
      const changes = seasonChanges(training);
      if (changes === undefined) {
        return ends.map(() => undefined);
      }
      const ridge = directRidge({ lookback: lookbackFor(training.seasons, changes.length), penalty });
      return ends.map((end) =>
        directPath(training, end, (steps) => addUp(values, end, season, ridge(changes, end - season, steps)), horizon)
      );
    },
  };
}

/** The changes over the strongest season; `undefined` without three cycles of it. */
export function seasonChanges({ values, seasons }: Training): Float64Array | undefined {
  const [season] = seasons;
  return season === undefined || 3 * season > values.length
    ? undefined
    : Float64Array.from({ length: values.length - season }, (_, t) => values[t + season]! - values[t]!);
}

/** The window that a direct regression looks at: long enough for the seasons, at most a third of the length. */
export function lookbackFor(seasons: readonly number[], length: number): number {
  const needed = seasons.map((season) => Math.ceil(BEYOND_SEASON * season)).filter((window) => window <= MOST_LOOKBACK);
  return Math.min(Math.max(LOOKBACK, ...needed), Math.floor(length / 3));
}

/** Undoes the differencing over a season. */
export function addUp(
  values: Float64Array,
  end: number,
  season: number,
  changes: Float64Array | undefined
): Float64Array | undefined {
  changes?.forEach((change, step) => {
    changes[step] = change + (step < season ? values[end - season + step]! : changes[step - season]!);
  });
  return changes;
}

/**
 * A model of direct steps from the path that it predicts. Fits once for the expected horizon; a longer one asks for
 * another fit, and is held at its end if there is none.
 */
export function directPath(
  training: Training,
  end: number,
  path: (steps: number) => Float64Array | undefined,
  horizon: number
): FittedModel | undefined {
  const expected = horizon > MOST_STEPS ? undefined : path(horizon);
  if (expected === undefined) {
    return undefined;
  }
  const withinRange = withinReach(training.values.subarray(0, end));
  return {
    predict: (steps) => {
      const known = steps <= horizon || steps > MOST_STEPS ? expected : (path(steps) ?? expected);
      return withinRange(Float64Array.from({ length: steps }, (_, step) => known[Math.min(step, known.length - 1)]!));
    },
  };
}
