import { arima } from './arima.ts';
import { runBacktest, type BacktestPlan, type BacktestRun } from './backtest.ts';
import { blendRuns } from './blend.ts';
import { blendMembers, type Ensemble, type Member } from './ensemble.ts';
import { ets } from './ets.ts';
import { fourierAr } from './fourier-ar.ts';
import { globalRidge, globalRidgeOfChanges } from './global-ridge.ts';
import { lagRegression } from './lag-regression.ts';
import { recentMedian, seasonalMedian } from './local-median.ts';
import type { Model, Training } from './model.ts';
import { mstl } from './mstl.ts';
import { differenceNlinear, nlinear, profileNlinear } from './nlinear.ts';
import { lastValue, otherSeasonNaive, seasonalNaive } from './seasonal-naive.ts';
import { theta } from './theta.ts';
import { trendModel, type TrendShape } from './trend.ts';

/** Windows that a trend is read from: shares of the history and whole seasons at its end. */
const WINDOWS: readonly TrendShape['window'][] = [
  (length) => length,
  (length) => length / 2,
  (length) => length / 4,
  (length) => length / 8,
  (_, seasons) => 2 * (seasons[0] ?? 12),
  (_, seasons) => seasons[0] ?? 6,
];
const CURVE_WINDOWS = WINDOWS.slice(0, 3);
/** Prefers the best form of a model strongly, yet averages those that are about equally good. */
const FORM_POWER = 6;
/** Cycles of the seasonal median as a model of its own. */
const MEDIAN_CYCLES = 10;

/** Models that `auto` chooses from, in the order of their listing: those that a click can wait for. */
export const AUTO_NAMES = ['seasonal-naive', 'fourier-ar', 'linear-trend', 'damped-trend', 'curved-trend'] as const;

/** Single models that a request may name, beside `auto` and `ensemble`; the order is that of their listing. */
export const MODEL_NAMES = [
  ...AUTO_NAMES,
  'seasonal-median',
  'lag-regression',
  'nlinear',
  'global-ridge',
  'theta',
  'ets',
  'mstl',
  'arima',
] as const;

/** Models of `auto` that return to a usual level instead of extrapolating a ramp. */
export const STEADY_MODEL_NAMES: readonly ModelName[] = ['seasonal-naive', 'fourier-ar'];

/** A model that a request may name. */
export type ModelName = (typeof MODEL_NAMES)[number];

type Runner = (training: Training, plan: BacktestPlan, horizon: number) => BacktestRun | undefined;

const RUNNERS: Readonly<Record<ModelName, Runner>> = {
  'seasonal-naive': single(seasonalNaive),
  'fourier-ar': single(fourierAr),
  'linear-trend': windows('linear-trend', 'steady', WINDOWS),
  'damped-trend': windows('damped-trend', 'damped', WINDOWS.slice(1)),
  'curved-trend': windows('curved-trend', 'curved', CURVE_WINDOWS),
  'seasonal-median': single(seasonalMedian('seasonal-median', MEDIAN_CYCLES)),
  'lag-regression': single(lagRegression),
  nlinear: single(nlinear),
  'global-ridge': blended([globalRidge, globalRidgeOfChanges]),
  theta: single(theta),
  ets: single(ets),
  mstl: single(mstl),
  arima: single(arima),
};

/** Runs a model by name through the backtest and to the horizon. `undefined`: it needs more history. */
export function runModel(
  name: ModelName,
  training: Training,
  plan: BacktestPlan,
  horizon: number
): BacktestRun | undefined {
  return RUNNERS[name](training, plan, horizon);
}

interface Entry {
  readonly runner: Runner;
  readonly handicap: number;
}

const entry = (runner: Runner, handicap = 1): Entry => ({ runner, handicap });

/** Members that return to a usual level or repeat what was. */
const STEADY_MEMBERS: readonly Entry[] = [
  entry(RUNNERS['seasonal-naive']),
  entry(single(otherSeasonNaive)),
  entry(single(lastValue)),
  entry(single(seasonalMedian('seasonal-median', 4))),
  entry(RUNNERS['seasonal-median']),
  entry(single(recentMedian('recent-median', 1))),
  entry(single(recentMedian('recent-median', 7))),
  entry(RUNNERS['fourier-ar']),
  entry(RUNNERS['lag-regression']),
  entry(RUNNERS.nlinear),
  entry(single(profileNlinear('nlinear', 0.1))),
  entry(single(profileNlinear('nlinear', 1))),
  entry(single(differenceNlinear('nlinear', 0.1))),
  entry(single(globalRidge)),
  entry(single(globalRidgeOfChanges)),
  entry(RUNNERS.arima),
];
/** A trend has chosen its windows by the same backtest, which flatters it. */
const TREND_HANDICAP = 1.3;
/** Members that extrapolate. */
const TREND_MEMBERS: readonly Entry[] = [
  entry(RUNNERS.theta),
  entry(RUNNERS.ets),
  entry(RUNNERS.mstl),
  entry(RUNNERS['linear-trend'], TREND_HANDICAP),
  entry(RUNNERS['damped-trend'], TREND_HANDICAP),
];

/**
 * Runs all members through one backtest and blends them. `undefined` when the history is too short to compare them.
 *
 * @param steady leaves out members that extrapolate a ramp
 */
export function runEnsemble(
  training: Training,
  plan: BacktestPlan,
  horizon: number,
  steady: boolean
): Ensemble | undefined {
  const entries = steady ? STEADY_MEMBERS : [...STEADY_MEMBERS, ...TREND_MEMBERS];
  const members = entries.flatMap(({ runner, handicap }): Member[] => {
    const run = runner(training, plan, horizon);
    return run === undefined ? [] : [{ run, handicap }];
  });
  return blendMembers(members, plan, training.seasons[0]);
}

function single(model: Model): Runner {
  return (training, plan, horizon) => runBacktest(model, training, plan, horizon);
}

/** A trend read from several windows, averaged by how well each did. */
function windows(name: ModelName, slope: TrendShape['slope'], shapes: readonly TrendShape['window'][]): Runner {
  return blended(shapes.map((window) => trendModel({ name, window, slope })));
}

/** Forms of one model, averaged by how well each did. */
function blended(models: readonly Model[]): Runner {
  return (training, plan, horizon) => {
    const runs = models.map((model) => runBacktest(model, training, plan, horizon));
    return blendRuns(
      models[0]!,
      runs.filter((run) => run !== undefined),
      FORM_POWER
    );
  };
}
