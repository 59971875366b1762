import { exp, log } from '../stats/portable.ts';
import type { Model, Training } from './model.ts';

/** Origins of a backtest: enough to tell models apart and to calibrate bands within the time of a click. */
export const ORIGINS = 8;

/** Fewest values before the first origin. */
const MIN_TRAINING = 8;

/** The origins of a rolling backtest: each is the number of values that the model may see. Ascending. */
export interface BacktestPlan {
  readonly origins: readonly number[];
  readonly horizon: number;
}

/** What a model predicted for the future, and by how much it erred on the past. */
export interface BacktestRun {
  readonly model: Pick<Model, 'name'>;
  readonly prediction: Float64Array;
  /** Actual less predicted, one row an origin; NaN where nothing was observed or the series had ended. */
  readonly errors: readonly Float64Array[];
  /** The same for learning bands, where the model's own settings were learned without the tests that overlap. */
  readonly bandErrors?: readonly Float64Array[];
}

/**
 * Spreads up to `most` origins over the second half of the series, a whole number of seasons apart where there is room,
 * so that they meet the same phase as the forecast to come. Late origins see less than a full horizon: they tell how
 * the model copes with the newest behaviour. Empty when the history is too short for any.
 */
export function planBacktest(training: Training, horizon: number, most: number): BacktestPlan {
  const length = training.values.length;
  const season = training.seasons[0] ?? 1;
  const first = Math.max(MIN_TRAINING, Math.ceil(length / 3), Math.min(2 * season, length - season));
  const room = length - first;
  const spacing = originSpacing(room, Math.min(horizon, room), season, most);
  const origins: number[] = [];
  for (let origin = length - spacing; origin >= first && origins.length < most; origin -= spacing) {
    origins.push(origin);
  }
  return { origins: origins.reverse(), horizon };
}

function originSpacing(room: number, horizon: number, season: number, most: number): number {
  const wanted = Math.max(1, Math.min(Math.floor(room / most), Math.max(Math.ceil(horizon / 3), season)));
  return wanted >= season ? Math.floor(wanted / season) * season : wanted;
}

/** Fits the model at every origin and to the whole, predicts, and compares. `undefined` when the whole is too short. */
export function runBacktest(
  model: Model,
  training: Training,
  plan: BacktestPlan,
  horizon: number
): BacktestRun | undefined {
  const fitted = model.fit(training, [...plan.origins, training.values.length], horizon);
  const prediction = fitted[plan.origins.length]?.predict(horizon);
  if (prediction === undefined) {
    return undefined;
  }
  const errors = plan.origins.map((origin, i) => {
    const steps = Math.min(plan.horizon, training.values.length - origin);
    const row = new Float64Array(plan.horizon).fill(NaN);
    const predicted = fitted[i]?.predict(steps);
    for (let step = 0; predicted !== undefined && step < steps; step++) {
      if (training.observed[origin + step] === 1) {
        row[step] = training.values[origin + step]! - predicted[step]!;
      }
    }
    return row;
  });
  return { model, prediction, errors };
}

/** Mean absolute error over everything that could be compared; NaN when nothing could. */
export function meanAbsoluteError(errors: readonly Float64Array[]): number {
  let sum = 0;
  let count = 0;
  for (const row of errors) {
    for (const error of row) {
      if (!Number.isNaN(error)) {
        sum += Math.abs(error);
        count++;
      }
    }
  }
  return count === 0 ? NaN : sum / count;
}

/** Mean absolute error of each origin; NaN where nothing could be compared. */
export function originErrors(errors: readonly Float64Array[]): Float64Array {
  return Float64Array.from(errors, (row) => meanAbsoluteError([row]));
}

/**
 * Geometric mean over the origins of their mean absolute errors: an origin at which every model fails, such as one
 * before a break, decides nothing between them. NaN when nothing could be compared.
 */
export function typicalError(errors: readonly Float64Array[]): number {
  const byOrigin = originErrors(errors).filter((error) => !Number.isNaN(error));
  const floor = 1e-3 * byOrigin.reduce((sum, error) => sum + error / byOrigin.length, 0) + 1e-12;
  const logs = byOrigin.reduce((sum, error) => sum + log(error + floor), 0);
  return byOrigin.length === 0 ? NaN : exp(logs / byOrigin.length);
}
