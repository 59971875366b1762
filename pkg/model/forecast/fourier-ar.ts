import { addWeightedRows } from '../stats/normal-equations.ts';
import { solveRidge } from '../stats/ridge.ts';
import { continueSeries, fitAutoregression } from './autoregression.ts';
import { harmonicDesign, type HarmonicDesign } from './harmonics.ts';
import type { FittedModel, Model, Training } from './model.ts';
import { withinReach } from './reach.ts';

/** Ridge penalties in units of one observation; the trend is held back more, so that it does not run away. */
const HARMONIC_PENALTY = 1;
const TREND_PENALTY = 30;
const MEMORY_PENALTY = 1;
const SHORT_LAGS = 26;
const MIN_POINTS = 16;
/** Residuals stay within this many standard deviations while the autoregression continues them. */
const RESIDUAL_LIMIT = 6;

/**
 * Fourier + AR: ridge regression on a constant, a line and the harmonics of every season with two full cycles, then a
 * ridge autoregression on what is left, with short and seasonal lags, continued recursively. Dynamic harmonic regression
 * as in Hyndman and Athanasopoulos, Forecasting: Principles and Practice, section 10.5, by least squares.
 * Minimum history: 16 values. Cost: one pass of O(n · columns²) for all prefixes together.
 */
export const fourierAr: Model = {
  name: 'fourier-ar',
  fit: (training, ends) => {
    const design = harmonicDesign(training.values.length, training.seasons);
    return fitPrefixes(design, training, ends);
  },
};

function fitPrefixes(design: HarmonicDesign, training: Training, ends: readonly number[]): (FittedModel | undefined)[] {
  const { width } = design;
  const gram = new Float64Array(width * width);
  const rhs = new Float64Array(width);
  let done = 0;
  return ends.map((end) => {
    if (end > done) {
      addWeightedRows(
        design.rows.subarray(done * width, end * width),
        training.values.subarray(done, end),
        undefined,
        gram,
        rhs
      );
    }
    done = Math.max(done, end);
    return end < MIN_POINTS ? undefined : fitPrefix(design, training, end, gram, rhs);
  });
}

function fitPrefix(
  design: HarmonicDesign,
  training: Training,
  end: number,
  gram: Float64Array,
  rhs: Float64Array
): FittedModel {
  const coefficients = solveRidge(gram, rhs, penalties(design, end));
  const residual = new Float64Array(end);
  for (let t = 0; t < end; t++) {
    residual[t] = training.values[t]! - design.value(t, coefficients);
  }
  const memory = fitAutoregression(residual, memoryLags(training.seasons, end), MEMORY_PENALTY);
  const limit = RESIDUAL_LIMIT * Math.sqrt(residual.reduce((sum, r) => sum + r * r, 0) / end);
  const guard = withinReach(training.values.subarray(0, end));
  return {
    predict: (horizon) =>
      guard(
        continueSeries(residual, memory, horizon, limit).map((r, step) => r + design.value(end + step, coefficients))
      ),
  };
}

/** Columns of seasons with less than two full cycles before `end` are shut out. */
function penalties(design: HarmonicDesign, end: number): Float64Array {
  const out = new Float64Array(design.width).fill(HARMONIC_PENALTY);
  out[0] = 1e-6;
  out[1] = TREND_PENALTY;
  for (let column = 2; column < out.length; column++) {
    if (2 * design.periods[column]! > end) {
      out[column] = 1e12;
    }
  }
  return out;
}

function memoryLags(seasons: readonly number[], end: number): number[] {
  const lags = new Set<number>();
  for (let lag = 1; lag <= Math.min(SHORT_LAGS, Math.floor(end / 8)); lag++) {
    lags.add(lag);
  }
  for (const season of seasons) {
    for (const lag of [season, season + 1, 2 * season]) {
      if (4 * lag <= end) {
        lags.add(lag);
      }
    }
  }
  return [...lags].sort((a, b) => a - b);
}
