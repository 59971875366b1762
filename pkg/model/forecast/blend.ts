import { typicalError, type BacktestRun } from './backtest.ts';

/**
 * One run from several: predictions and errors averaged with the weights `error^-power` of the mean absolute backtest
 * errors. A clearly best member takes nearly all of the weight; equals share it.
 */
export function blendRuns(
  model: BacktestRun['model'],
  runs: readonly BacktestRun[],
  power: number
): BacktestRun | undefined {
  const [first] = runs;
  if (first === undefined) {
    return undefined;
  }
  const weights = inverseErrorWeights(
    runs.map((run) => typicalError(run.errors)),
    power
  );
  return {
    model,
    prediction: weightedSum(
      runs.map((run) => run.prediction),
      weights
    ),
    errors: first.errors.map((_, i) =>
      weightedSum(
        runs.map((run) => run.errors[i]!),
        weights
      )
    ),
  };
}

/** Weights that sum to 1; equal when no error is known, a member without a known error gets none. */
export function inverseErrorWeights(errors: readonly number[], power: number): number[] {
  const best = errors.reduce((least, error) => (error < least ? error : least), Infinity);
  if (best === Infinity) {
    return errors.map(() => 1 / errors.length);
  }
  const floor = Math.max(best, 1e-9);
  const raw = errors.map((error) => (Number.isNaN(error) ? 0 : Math.pow(floor / Math.max(error, floor), power)));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

/** Members with weight 0 are skipped, so that a NaN of theirs does no harm. */
function weightedSum(arrays: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const out = new Float64Array(arrays[0]!.length);
  arrays.forEach((array, member) => {
    const weight = weights[member]!;
    for (let i = 0; weight > 0 && i < out.length; i++) {
      out[i]! += weight * array[i]!;
    }
  });
  return out;
}
