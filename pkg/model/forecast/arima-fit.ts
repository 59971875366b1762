import { laggedSums } from '../stats/lagged-sums.ts';
import { solveRidge } from '../stats/ridge.ts';
import { correctedAic } from './arima-order.ts';
import {
  conditionalErrors,
  partialFromWeights,
  weightsFromPartial,
  type Arma,
  type ConditionalErrors,
} from './arima-recursion.ts';

/** An estimated model of zero-mean values. */
export interface ArmaFit extends ConditionalErrors {
  readonly model: Arma;
  readonly aicc: number;
}

/** Partial autocorrelations stay within: every model is stationary and invertible with room to spare. */
const LIMIT = 0.99;
const START_LIMIT = 0.95;
const START_DIGITS = 1e6;
const STEPS = 20;
/** A step that gains less than this share of the variance is the last. */
const ENOUGH = 1e-6;
/** A gain below this share is rounding, which may differ between platforms and scales: it decides nothing. */
const ROUNDING = 1e-10;
const FIRST_DAMPING = 1e-3;
const MOST_DAMPING = 1e3;

/**
 * Estimates an ARMA model by conditional least squares with damped Gauss-Newton steps (Levenberg, 1944; Marquardt,
 * 1963); each is brought back to the stationary and invertible models. The derivatives of the errors by all weights are
 * two series, shifted (Box and Jenkins, 1970, section 7.2). O(n · (p + q)²) a step.
 *
 * @param guess a model of the orders wanted; need not be stationary
 * @param from first step whose error counts, at least the autoregressive order; the same for models to be compared
 */
export function fitArma(values: Float64Array, guess: Arma, from: number): ArmaFit {
  let model = withinLimit(rounded(guess), START_LIMIT);
  let fit = conditionalErrors(values, model, from);
  let damping = FIRST_DAMPING;
  const terms = model.ar.length + model.ma.length;
  for (let step = 0; terms > 0 && step < STEPS && damping < MOST_DAMPING; step++) {
    const next = withinLimit(moved(values, model, fit.errors, from, damping), LIMIT);
    const better = conditionalErrors(values, next, from);
    const gain = fit.variance - better.variance;
    if (gain > ROUNDING * fit.variance) {
      model = next;
      fit = better;
      damping *= 0.1;
    } else {
      damping *= 10;
    }
    if (gain >= -ROUNDING * fit.variance && gain <= ENOUGH * fit.variance) {
      break;
    }
  }
  return { ...fit, model, aicc: correctedAic(fit.variance, values.length - from, terms + 1) };
}

/** Starts are the same on every platform and scale, so that fits that start from fits do not add up their rounding. */
function rounded({ ar, ma }: Arma): Arma {
  const round = (weight: number): number => Math.round(weight * START_DIGITS) / START_DIGITS;
  return { ar: ar.map(round), ma: ma.map(round) };
}

function withinLimit({ ar, ma }: Arma, limit: number): Arma {
  const negated = ma.map((weight) => -weight);
  return {
    ar: weightsFromPartial(partialFromWeights(ar, limit)),
    ma: weightsFromPartial(partialFromWeights(negated, limit)).map((weight) => -weight),
  };
}

/** One damped step from a model towards the least squares of its linearised errors. */
function moved(values: Float64Array, { ar, ma }: Arma, errors: Float64Array, from: number, damping: number): Arma {
  const size = ar.length + ma.length;
  const past = { series: filtered(values, ma), first: 0, count: ar.length };
  const pastErrors = { series: filtered(errors, ma), first: ar.length, count: ma.length };
  const start = Math.max(from, ar.length, ma.length);
  const gram = new Float64Array(size * size);
  fillProducts(gram, size, past, past, start);
  fillProducts(gram, size, pastErrors, past, start);
  fillProducts(gram, size, pastErrors, pastErrors, start);
  const rhs = new Float64Array(size);
  for (const { series, first, count } of [past, pastErrors]) {
    rhs.set(laggedSums(errors, 0, series, 1, count, start), first);
  }
  const ridge = rhs.map((_, i) => damping * gram[i * size + i]! + 1e-300);
  const step = solveRidge(gram, rhs, ridge);
  return {
    ar: ar.map((weight, k) => weight + step[k]!),
    ma: ma.map((weight, k) => weight + step[ar.length + k]!),
  };
}

/** A series at the lags from 1 to `count`, as columns of a regression from `first` on. */
interface Lagged {
  readonly series: Float64Array;
  readonly first: number;
  readonly count: number;
}

/** Products of two groups of columns; neighbours along a diagonal differ by their two end terms only. */
function fillProducts(gram: Float64Array, size: number, rows: Lagged, columns: Lagged, start: number): void {
  const [a, b] = [rows.series, columns.series];
  const end = a.length;
  const at = (row: number, column: number): number => (rows.first + row) * size + columns.first + column;
  laggedSums(b, 1, a, 1, rows.count, start).forEach((sum, row) => (gram[at(row, 0)] = sum));
  laggedSums(a, 1, b, 1, columns.count, start).forEach((sum, column) => (gram[at(0, column)] = sum));
  for (let row = 1; row < rows.count; row++) {
    for (let column = 1; column < columns.count; column++) {
      gram[at(row, column)] =
        gram[at(row - 1, column - 1)]! +
        a[start - row - 1]! * b[start - column - 1]! -
        a[end - row - 1]! * b[end - column - 1]!;
    }
  }
}

/** The values divided by the moving average polynomial: how the errors answer to a weight of lag 0. */
function filtered(values: Float64Array, ma: readonly number[]): Float64Array {
  const out = new Float64Array(values.length);
  for (let t = 0; t < values.length; t++) {
    let value = values[t]!;
    for (let k = 0; k < ma.length && k < t; k++) {
      value -= ma[k]! * out[t - 1 - k]!;
    }
    out[t] = value;
  }
  return out;
}
