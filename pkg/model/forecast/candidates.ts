import { runBacktest, type BacktestPlan, type BacktestRun } from './backtest.ts';
import { blendRuns } from './blend.ts';
import { fourierAr } from './fourier-ar.ts';
import type { Model, Training } from './model.ts';
import { seasonalNaive } from './seasonal-naive.ts';
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
/** Prefers the best window strongly, yet averages windows that are about equally good. */
const WINDOW_POWER = 6;

/** Models that a request may name, beside `auto`; the order is that of their listing. */
export const MODEL_NAMES = ['seasonal-naive', 'fourier-ar', 'linear-trend', 'damped-trend', 'curved-trend'] as const;

/** Models that return to a usual level instead of extrapolating a ramp. */
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

function single(model: Model): Runner {
  return (training, plan, horizon) => runBacktest(model, training, plan, horizon);
}

/** A trend read from several windows, averaged by how well each did. */
function windows(name: ModelName, slope: TrendShape['slope'], shapes: readonly TrendShape['window'][]): Runner {
  const models = shapes.map((window) => trendModel({ name, window, slope }));
  return (training, plan, horizon) => {
    const runs = models.map((model) => runBacktest(model, training, plan, horizon));
    return blendRuns(
      models[0]!,
      runs.filter((run) => run !== undefined),
      WINDOW_POWER
    );
  };
}
