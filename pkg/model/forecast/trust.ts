import { meanAbsoluteError, type BacktestPlan } from './backtest.ts';
import { measureCoverage } from './conformal.ts';
import type { Training } from './model.ts';
import type { Prepared } from './prepare.ts';
import { gainOver, type Selection } from './select.ts';
import type { TrustCard } from './types.ts';

/** What the backtest of the selected model says about its forecast. */
export function trustCard(
  selection: Selection,
  prepared: Prepared,
  plan: BacktestPlan,
  levels: readonly number[]
): TrustCard {
  const { run, naive, reason } = selection;
  const { training } = prepared;
  return {
    model: run.model.name,
    reason,
    mase: meanAbsoluteError(run.errors) / seasonalNaiveStep(training),
    gainOverSeasonalNaive: gainOver(run, naive),
    coverage: measureCoverage(run.bandErrors ?? run.errors, levels).map((measured, i) => ({
      level: levels[i]!,
      measured,
    })),
    backtestOrigins: plan.origins.length,
    quality: { points: training.values.length, missing: prepared.missing, seasons: training.seasons },
  };
}

/** Mean absolute change over one season between observed values, the unit of the MASE; NaN when there is none. */
function seasonalNaiveStep({ values, observed, seasons }: Training): number {
  const lag = seasons[0] ?? 1;
  let sum = 0;
  let count = 0;
  for (let i = lag; i < values.length; i++) {
    if (observed[i] === 1 && observed[i - lag] === 1) {
      sum += Math.abs(values[i]! - values[i - lag]!);
      count++;
    }
  }
  return sum > 0 ? sum / count : NaN;
}
