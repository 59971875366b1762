import { unitQuantile, type ErrorModel } from './conformal.ts';
import type { Prepared } from './prepare.ts';
import { reachOf, STEEPEST } from './reach.ts';
import type { Band, Bounds, Uncertainty } from './types.ts';

/** Probabilities at which {@link Uncertainty} keeps quantiles. */
const PROBABILITIES = [
  0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995, 0.998,
];
const MAX_PERSISTENCE = 0.9999;

/** The predicted distribution of every step in the series' own unit, kept within bounds. */
export interface Distribution {
  readonly mean: Float64Array;
  quantile(step: number, probability: number): number;
}

/**
 * Puts the errors of the backtest around the prediction and scales back to the series' unit. Steps that lie between the
 * last observed value and the end of the series are left out. Quantiles ascend with the probability, so bands never
 * cross; none goes farther than the steepest trend may.
 */
export function distributionOf(
  prediction: Float64Array,
  errors: ErrorModel,
  { training, centre, spread, stale }: Prepared,
  bounds: Bounds | undefined
): Distribution {
  const toUnit = (x: number): number => clampTo(centre + spread * x, bounds);
  // What filled a gap may lie beyond everything that was observed.
  const reach = reachOf(training.values, STEEPEST, training.observed);
  const within = (x: number, step: number): number => Math.min(Math.max(x, reach.least(step)), reach.most(step));
  const known = new Map<number, number>();
  const unitAt = (probability: number): number => {
    const value = known.get(probability) ?? unitQuantile(errors, probability);
    known.set(probability, value);
    return value;
  };
  return {
    mean: prediction.subarray(stale).map((x, step) => toUnit(within(x, step + stale))),
    quantile: (step, probability) =>
      toUnit(within(prediction[step + stale]! + errors.scale[step + stale]! * unitAt(probability), step + stale)),
  };
}

function clampTo(value: number, bounds: Bounds | undefined): number {
  return Math.min(Math.max(value, bounds?.lower ?? -Infinity), bounds?.upper ?? Infinity);
}

/** One band a level, narrowest first. */
export function bandsOf(distribution: Distribution, levels: readonly number[]): Band[] {
  const at = (probability: number): Float64Array =>
    distribution.mean.map((_, step) => distribution.quantile(step, probability));
  return [...levels]
    .sort((a, b) => a - b)
    .map((level) => ({ level, lower: at(0.5 - level / 200), upper: at(0.5 + level / 200) }));
}

/** What the breach distribution draws from. */
export function uncertaintyOf(distribution: Distribution, errors: ErrorModel): Uncertainty {
  const count = PROBABILITIES.length;
  const quantiles = new Float64Array(distribution.mean.length * count);
  for (let step = 0; step < distribution.mean.length; step++) {
    for (let column = 0; column < count; column++) {
      quantiles[step * count + column] = distribution.quantile(step, PROBABILITIES[column]!);
    }
  }
  const common = Math.min(errors.far, errors.near);
  const persistence = common < 1 ? Math.min((errors.near - common) / (1 - common), MAX_PERSISTENCE) : 0;
  return { probabilities: Float64Array.from(PROBABILITIES), quantiles, common, persistence };
}
