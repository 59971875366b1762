import { log } from '../stats/portable.ts';
import { solveRidge } from '../stats/ridge.ts';

/** Orders of an ARMA model and the weights of a first estimate. */
export interface ArmaStart {
  readonly ar: readonly number[];
  readonly ma: readonly number[];
  /** AICc of the regression. */
  readonly aicc: number;
}

/** Autocovariances of zero-mean values at lags 0 … `most`, divided by the number of values. */
function autocovariances(values: Float64Array, most: number): Float64Array {
  return Float64Array.from({ length: most + 1 }, (_, lag) => {
    let sum = 0;
    for (let t = lag; t < values.length; t++) {
      sum += values[t]! * values[t - lag]!;
    }
    return sum / values.length;
  });
}

/**
 * First estimates of all ARMA models up to the given orders, the lowest AICc first: a long autoregression gives the
 * errors, then each model is a regression on past values and past errors (Hannan and Rissanen, 1982). All regressions
 * share one matrix of products. O(n · (orders² + long order)).
 */
export function hannanRissanen(values: Float64Array, maxAr: number, maxMa: number): ArmaStart[] {
  const order = Math.min(
    Math.floor(values.length / 4),
    Math.max(maxAr + maxMa, Math.ceil(8 * (log(values.length) / Math.LN10) - 1e-9))
  );
  const errors = longErrors(values, order);
  const products = laggedProducts(values, errors, maxAr, maxMa, order + maxMa);
  const starts: ArmaStart[] = [];
  for (let p = 0; p <= maxAr; p++) {
    for (let q = 0; q <= maxMa; q++) {
      starts.push(regress(products, p, q, maxAr));
    }
  }
  return starts.sort((a, b) => a.aicc - b.aicc || a.ar.length + a.ma.length - b.ar.length - b.ma.length);
}

/** Errors of the autoregression of Yule and Walker of an order, by the recursion of Durbin and Levinson. */
function longErrors(values: Float64Array, order: number): Float64Array {
  const weights = yuleWalker(autocovariances(values, order), order);
  const errors = new Float64Array(values.length);
  for (let t = order; t < values.length; t++) {
    let error = values[t]!;
    for (let k = 0; k < order; k++) {
      error -= weights[k]! * values[t - 1 - k]!;
    }
    errors[t] = error;
  }
  return errors;
}

function yuleWalker(covariance: Float64Array, order: number): Float64Array {
  let weights = new Float64Array(order);
  let variance = covariance[0]!;
  for (let k = 0; k < order && variance > 1e-12 * covariance[0]!; k++) {
    let rest = covariance[k + 1]!;
    for (let j = 0; j < k; j++) {
      rest -= weights[j]! * covariance[k - j]!;
    }
    const partial = rest / variance;
    const before = weights;
    weights = before.map((weight, j) => (j < k ? weight - partial * before[k - 1 - j]! : weight));
    weights[k] = partial;
    variance *= 1 - partial * partial;
  }
  return weights;
}

interface Products {
  /** Products of past values and past errors, all with all. */
  readonly gram: Float64Array;
  /** Their products with the value itself. */
  readonly rhs: Float64Array;
  /** Square sum and number of the values regressed. */
  readonly squares: number;
  readonly count: number;
}

function laggedProducts(
  values: Float64Array,
  errors: Float64Array,
  maxAr: number,
  maxMa: number,
  from: number
): Products {
  const size = maxAr + maxMa;
  const column = (i: number): Float64Array =>
    i < maxAr
      ? values.subarray(from - 1 - i, values.length - 1 - i)
      : errors.subarray(from - 1 - (i - maxAr), values.length - 1 - (i - maxAr));
  const target = values.subarray(from);
  const columns = Array.from({ length: size }, (_, i) => column(i));
  const gram = new Float64Array(size * size);
  columns.forEach((a, i) => columns.slice(0, i + 1).forEach((b, j) => (gram[i * size + j] = dot(a, b))));
  const rhs = Float64Array.from(columns, (a) => dot(a, target));
  return { gram, rhs, squares: dot(target, target), count: target.length };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    sum += a[i]! * b[i]!;
  }
  return sum;
}

/** Least squares on the first p values and q errors of the shared products. */
function regress({ gram, rhs, squares, count }: Products, p: number, q: number, maxAr: number): ArmaStart {
  const size = rhs.length;
  const chosen = [...Array.from({ length: p }, (_, i) => i), ...Array.from({ length: q }, (_, i) => maxAr + i)];
  const own = new Float64Array(chosen.length * chosen.length);
  const right = Float64Array.from(chosen, (i) => rhs[i]!);
  chosen.forEach((a, i) =>
    chosen
      .slice(0, i + 1)
      .forEach((b, j) => (own[i * chosen.length + j] = gram[Math.max(a, b) * size + Math.min(a, b)]!))
  );
  const ridge = new Float64Array(chosen.length).fill(1e-9 * squares + 1e-300);
  const weights = solveRidge(own, right, ridge);
  const explained = weights.reduce((sum, weight, i) => sum + weight * right[i]!, 0);
  const variance = Math.max(squares - explained, 1e-12 * squares) / Math.max(1, count);
  return {
    ar: [...weights.subarray(0, p)],
    ma: [...weights.subarray(p)],
    aicc: correctedAic(variance, count, p + q + 1),
  };
}

/** AICc of a model with normal errors. */
export function correctedAic(variance: number, count: number, parameters: number): number {
  const correction = (2 * parameters * (parameters + 1)) / Math.max(1, count - parameters - 1);
  return count * log(Math.max(variance, 1e-300)) + 2 * parameters + correction;
}
