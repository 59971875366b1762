import { normalQuantile } from '../stats/normal.ts';
import { log } from '../stats/portable.ts';
import { weightedQuantile, weightedSample, type WeightedSample } from '../stats/weighted-sample.ts';

/** How wrong a model was in its backtest: spread by step, and the shape that the errors of all steps share. */
export interface ErrorModel {
  /** Mean absolute error by step, smoothed; one value a step of the forecast. */
  readonly scale: Float64Array;
  /** Errors of all steps divided by their step's scale. */
  readonly shape: WeightedSample;
  /** Correlation of standardised errors one step apart and a third of the horizon apart, within [0, 1]. */
  readonly near: number;
  readonly far: number;
  /** Origins with at least one error. */
  readonly origins: number;
}

/** Steps on either side whose errors are pooled into the scale of a step, as a share of the tested ones. */
const POOL = 1 / 4;
/** Beyond the tested steps the scale grows at most as fast as a wrong slope does: linearly. */
const MAX_GROWTH = 1;
/** Origins at which half of the errors' skew is believed. */
const SKEW_ORIGINS = 8;
/** What the errors of an origin count beside those of the next newer one: the newest tell most of what comes. */
const AGEING = 0.7;
/** Origins at which half of the errors' shape is believed; the rest is {@link usualQuantile}. */
const SHAPE_ORIGINS = 4;
/** By how much wider for every standard score beyond the 80 % band: tails are seen least. */
const TAIL_WIDTH = 0.22;
const QUANTILE_80 = 1.2815515655446004;

/** An error below this, on the scale of prepared series, is rounding. */
const NEGLIGIBLE = 1e-12;

/**
 * Split conformal calibration (Vovk et al., 2005) with errors pooled over neighbouring steps, newer origins counting
 * more (Barber et al., Conformal prediction beyond exchangeability, 2023). Steps beyond the longest
 * tested one go on growing with the power of the horizon seen so far. `undefined` without any error.
 *
 * @param errors actual less predicted, one row an origin, oldest first; NaN: not comparable
 */
export function learnErrors(errors: readonly Float64Array[], horizon: number): ErrorModel | undefined {
  const rows = errors.filter((row) => row.some((error) => !Number.isNaN(error)));
  const tested = rows.reduce((most, row) => Math.max(most, testedSteps(row)), 0);
  if (tested === 0) {
    return undefined;
  }
  const weights = Float64Array.from(rows, (_, i) => AGEING ** (rows.length - 1 - i));
  const scale = extend(stepScale(rows, weights, tested), Math.max(horizon, tested));
  const standardised = rows.map((row) => row.map((error, step) => error / Math.max(scale[step]!, NEGLIGIBLE)));
  return {
    scale,
    shape: weightedSample(standardised, weights),
    near: lagCorrelation(standardised, 1),
    far: lagCorrelation(standardised, Math.max(2, Math.round(tested / 3))),
    origins: rows.length,
  };
}

function testedSteps(row: Float64Array): number {
  return row.findLastIndex((error) => !Number.isNaN(error)) + 1;
}

/**
 * Weighted mean absolute error over the origins and the neighbouring steps: as many on both sides near the first one, so
 * that the large errors far ahead do not widen the next step.
 */
function stepScale(rows: readonly Float64Array[], weights: Float64Array, tested: number): Float64Array {
  const sums = new Float64Array(tested + 1);
  const counts = new Float64Array(tested + 1);
  for (let step = 0; step < tested; step++) {
    sums[step + 1] = sums[step]!;
    counts[step + 1] = counts[step]!;
    rows.forEach((row, i) => {
      if (!Number.isNaN(row[step])) {
        sums[step + 1]! += weights[i]! * Math.abs(row[step]!);
        counts[step + 1]! += weights[i]!;
      }
    });
  }
  const scale = new Float64Array(tested);
  const most = Math.max(2, Math.round(POOL * tested));
  for (let step = 0; step < tested; step++) {
    const pool = Math.min(most, Math.max(1, step));
    const low = Math.max(0, step - pool);
    const high = Math.min(tested, step + pool + 1);
    const count = counts[high]! - counts[low]!;
    scale[step] = count < 1e-9 ? (scale[step - 1] ?? 0) : (sums[high]! - sums[low]!) / count;
  }
  return scale;
}

function extend(tested: Float64Array, horizon: number): Float64Array {
  const last = tested.length - 1;
  const growth = scaleGrowth(tested);
  return Float64Array.from({ length: horizon }, (_, step) =>
    step <= last ? tested[step]! : tested[last]! * Math.pow((step + 1) / (last + 1), growth)
  );
}

/** The power of the horizon with which the second half of the tested steps grows; a random walk's without evidence. */
function scaleGrowth(tested: Float64Array): number {
  const last = tested.length - 1;
  const middle = Math.floor(last / 2);
  if (last < 4 || !(tested[middle]! > 0)) {
    return 0.5;
  }
  const growth = log(tested[last]! / tested[middle]!) / log((last + 1) / (middle + 1));
  return Math.min(Math.max(growth, 0), MAX_GROWTH);
}

function lagCorrelation(rows: readonly Float64Array[], lag: number): number {
  let product = 0;
  let square = 0;
  for (const row of rows) {
    for (let step = lag; step < row.length; step++) {
      const a = row[step - lag]!;
      const b = row[step]!;
      if (!Number.isNaN(a) && !Number.isNaN(b)) {
        product += a * b;
        square += 0.5 * (a * a + b * b);
      }
    }
  }
  return square > 0 ? Math.min(Math.max(product / square, 0), 1) : 0;
}

/**
 * The `probability`-quantile of errors divided by their step's scale: 0 at one half, ascending. The signed errors and their mirror image are
 * mixed, the more of the mirror the fewer origins there were: a handful of origins cannot tell skew from luck. In the
 * same way their shape is mixed with a usual one.
 */
export function unitQuantile({ shape, origins }: ErrorModel, probability: number): number {
  const high = weightedQuantile(shape, probability);
  const signed = high - weightedQuantile(shape, 0.5);
  const mirrored = 0.5 * (high - weightedQuantile(shape, 1 - probability));
  const trust = origins / (origins + SKEW_ORIGINS);
  const own = trust * signed + (1 - trust) * mirrored;
  const ownShare = origins / (origins + SHAPE_ORIGINS);
  const score = normalQuantile(probability);
  const tail = 1 + TAIL_WIDTH * Math.max(0, Math.abs(score) - QUANTILE_80);
  return tail * (ownShare * own + (1 - ownShare) * usualQuantile(probability, score));
}

const NORMAL_DEVIATION = Math.sqrt(2 / Math.PI);

/** Half way between the normal and the Laplace distribution with a mean absolute value of 1. */
function usualQuantile(probability: number, score: number): number {
  const tail = Math.min(probability, 1 - probability);
  const laplace = -log(2 * tail) * Math.sign(probability - 0.5);
  return 0.5 * (score / NORMAL_DEVIATION + laplace);
}

/**
 * Fraction of the backtest errors within the central interval of each level in percent, each origin judged by what the
 * other origins teach. NaN with fewer than two origins.
 */
export function measureCoverage(errors: readonly Float64Array[], levels: readonly number[]): number[] {
  if (levels.length === 0) {
    return [];
  }
  const inside = new Float64Array(levels.length);
  let count = 0;
  errors.forEach((row, i) => {
    const others = learnErrors(
      errors.filter((_, j) => j !== i),
      row.length
    );
    if (others !== undefined) {
      const limits = levels.map((level) => [
        unitQuantile(others, 0.5 - level / 200),
        unitQuantile(others, 0.5 + level / 200),
      ]);
      row.forEach((error, step) => {
        const unit = error / Math.max(others.scale[step]!, NEGLIGIBLE);
        count += Number.isNaN(error) ? 0 : 1;
        limits.forEach(([low, high], k) => {
          inside[k]! += unit >= low! && unit <= high! ? 1 : 0;
        });
      });
    }
  });
  return Array.from(inside, (hits) => (count === 0 ? NaN : hits / count));
}

/**
 * Errors to expect when the history is too short for any backtest: those of a random walk with the series' own steps, of the usual shape.
 */
export function guessErrors(values: Float64Array, horizon: number): ErrorModel {
  let sum = 0;
  for (let i = 1; i < values.length; i++) {
    sum += Math.abs(values[i]! - values[i - 1]!);
  }
  const step = sum / Math.max(1, values.length - 1);
  return {
    scale: Float64Array.from({ length: horizon }, (_, i) => step * Math.sqrt(i + 1)),
    shape: { values: Float64Array.of(0), upTo: Float64Array.of(1) },
    near: 0.9,
    far: 0.5,
    origins: 0,
  };
}
