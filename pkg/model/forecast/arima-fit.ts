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
  const series = [filtered(values, ma), filtered(errors, ma)] as const;
  const isAr = (i: number): boolean => i < ar.length;
  const lagOf = (i: number): number => (isAr(i) ? i : i - ar.length) + 1;
  const seriesOf = (i: number): Float64Array => series[isAr(i) ? 0 : 1];
  const start = Math.max(from, ar.length, ma.length);
  const gram = new Float64Array(size * size);
  const rhs = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const [a, lagA] = [seriesOf(i), lagOf(i)];
    rhs[i] = laggedProduct(a, lagA, errors, 0, start);
    for (let j = 0; j <= i; j++) {
      const [b, lagB] = [seriesOf(j), lagOf(j)];
      const end = values.length;
      // Neighbours along a diagonal differ by their two end terms only.
      gram[i * size + j] =
        lagA > 1 && lagB > 1
          ? gram[(i - 1) * size + j - 1]! + a[start - lagA]! * b[start - lagB]! - a[end - lagA]! * b[end - lagB]!
          : laggedProduct(a, lagA, b, lagB, start);
    }
  }
  const ridge = rhs.map((_, i) => damping * gram[i * size + i]! + 1e-300);
  const step = solveRidge(gram, rhs, ridge);
  return {
    ar: ar.map((weight, k) => weight + step[k]!),
    ma: ma.map((weight, k) => weight + step[ar.length + k]!),
  };
}

function laggedProduct(a: Float64Array, lagA: number, b: Float64Array, lagB: number, start: number): number {
  let sum = 0;
  for (let t = start; t < a.length; t++) {
    sum += a[t - lagA]! * b[t - lagB]!;
  }
  return sum;
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
