import { meanAbsoluteError, typicalError, type BacktestPlan, type BacktestRun } from './backtest.ts';
import { AUTO_NAMES, MODEL_NAMES, runEnsemble, runModel, STEADY_MODEL_NAMES, type ModelName } from './candidates.ts';
import type { Ensemble } from './ensemble.ts';
import { hasCompany } from './global-ridge.ts';
import type { Training } from './model.ts';
import type { Prepared } from './prepare.ts';
import type { Stepwise } from '../stats/stepwise.ts';

/** Less gain than this over seasonal naive is no reason to leave it. */
const MIN_GAIN = 0.01;

/** The model that makes the forecast, and the yardstick on the same backtest. */
export interface Selection {
  readonly run: BacktestRun;
  readonly naive: BacktestRun;
  /** Why this model, in a sentence. */
  readonly reason: string;
}

/**
 * Runs the requested model, or for `auto` all of them, through one backtest. `auto` takes the lowest typical error,
 * `ensemble` blends all; models that extrapolate a ramp are left out where ramps are cleaned up again and again. Both
 * fall back to seasonal naive when none is at least 1 % better, or when there is no backtest to tell. A step for each
 * model of `auto`.
 *
 * @throws RangeError for an unknown model
 */
export function* selectModel(
  requested: string,
  { training, cleanUps }: Prepared,
  plan: BacktestPlan,
  horizon: number
): Stepwise<Selection> {
  const naive = runModel('seasonal-naive', training, plan, horizon);
  if (naive === undefined) {
    throw new RangeError('Seasonal naive needs at least one value.');
  }
  if (requested === 'auto') {
    return yield* bestOf(naive, cleanUps ? STEADY_MODEL_NAMES : AUTO_NAMES, training, plan, horizon);
  }
  if (requested === 'ensemble') {
    return gated(runEnsemble(training, plan, horizon, cleanUps), naive, plan);
  }
  const name = MODEL_NAMES.find((known) => known === requested);
  if (name === undefined) {
    throw new RangeError(`Unknown model "${requested}". Known are auto, ensemble, ${MODEL_NAMES.join(', ')}.`);
  }
  const run = runModel(name, training, plan, horizon);
  return run === undefined
    ? { run: naive, naive, reason: `${obstacle(name, training)}: seasonal naive instead.` }
    : { run, naive, reason: `Chosen in the query${comparison(run, naive)}.` };
}

/** Why a model could not be fitted. */
function obstacle(name: ModelName, training: Training): string {
  return name === 'global-ridge' && !hasCompany(training)
    ? 'The model global-ridge needs several series of one step and season, and at most 400 steps'
    : `The history is too short for ${name}`;
}

function* bestOf(
  naive: BacktestRun,
  names: readonly ModelName[],
  training: Training,
  plan: BacktestPlan,
  horizon: number
): Stepwise<Selection> {
  const yardstick = typicalError(naive.errors);
  if (Number.isNaN(yardstick)) {
    return { run: naive, naive, reason: 'The history is too short to test models on it: seasonal naive.' };
  }
  let best = naive;
  let bestError = yardstick * (1 - MIN_GAIN);
  for (const name of names) {
    yield;
    const run = name === 'seasonal-naive' ? undefined : runModel(name, training, plan, horizon);
    const error = run === undefined ? NaN : typicalError(run.errors);
    if (run !== undefined && error < bestError) {
      best = run;
      bestError = error;
    }
  }
  const tests = `${plan.origins.length} backtests`;
  return best === naive
    ? { run: naive, naive, reason: `No model beat seasonal naive in ${tests}.` }
    : { run: best, naive, reason: `Best in ${tests}${comparison(best, naive)}.` };
}

/** Seasonal naive has its say within the ensemble, so that only a clearly worse ensemble falls back to it. */
const TOLERANCE = 0.1;
/** Members that the reason names. */
const NAMED_MEMBERS = 3;

/** The ensemble, unless it clearly lost to seasonal naive in its own backtest: then seasonal naive with the reason. */
function gated(ensemble: Ensemble | undefined, naive: BacktestRun, plan: BacktestPlan): Selection {
  if (ensemble === undefined) {
    return { run: naive, naive, reason: 'The history is too short to test models on it: seasonal naive.' };
  }
  const { run, shares } = ensemble;
  const tests = `${plan.origins.length} backtests`;
  const excess = -gainOver(run, naive);
  if (excess > TOLERANCE) {
    const reason = `The ensemble erred ${Math.round(100 * excess)}% more than seasonal naive in ${tests}: seasonal naive.`;
    return { run: naive, naive, reason };
  }
  const leading = shares.slice(0, NAMED_MEMBERS).map(({ name, weight }) => `${name} ${Math.round(100 * weight)}%`);
  return { run, naive, reason: `Ensemble led by ${leading.join(', ')} in ${tests}${comparison(run, naive)}.` };
}

function comparison(run: BacktestRun, naive: BacktestRun): string {
  const gain = gainOver(run, naive);
  if (Number.isNaN(gain) || run === naive) {
    return '';
  }
  const percent = Math.abs(Math.round(100 * gain));
  return `, with ${percent}% ${gain >= 0 ? 'less' : 'more'} error than seasonal naive`;
}

/** Share of the naive error that the run avoids; NaN when it cannot be measured or the naive was perfect. */
export function gainOver(run: BacktestRun, naive: BacktestRun): number {
  const yardstick = meanAbsoluteError(naive.errors);
  return yardstick > 0 ? 1 - meanAbsoluteError(run.errors) / yardstick : NaN;
}
