import { laggedSums } from '../stats/lagged-sums.ts';
import { solveRidge } from '../stats/ridge.ts';

/** A fitted autoregression of a series around zero: `x[t] = Σ coefficients[k] · x[t − lags[k]] + noise`. */
export interface Autoregression {
  readonly lags: readonly number[];
  readonly coefficients: Float64Array;
  /** Standard deviation of the one-step errors. */
  readonly noise: number;
}

/**
 * Ridge autoregression on given lags by least squares over all steps with full history. O(n · lags²).
 *
 * @param values zero-mean values without gaps
 * @param penalty ridge penalty relative to the series' power; larger shrinks towards no memory
 */
export function fitAutoregression(values: Float64Array, lags: readonly number[], penalty: number): Autoregression {
  const count = lags.length;
  const start = lags.reduce((most, lag) => Math.max(most, lag), 0);
  const gram = new Float64Array(count * count);
  const rhs = new Float64Array(count);
  accumulate(values, lags, start, gram, rhs);
  const power = meanSquare(values, 0);
  const ridge = new Float64Array(count).fill(penalty * power + 1e-12 * power + 1e-300);
  const coefficients = solveRidge(gram, rhs, ridge);
  return { lags, coefficients, noise: oneStepNoise(values, lags, coefficients, start) };
}

/** Fills the lower triangle of the lagged products: neighbours along a diagonal differ by their two end terms only. */
function accumulate(
  values: Float64Array,
  lags: readonly number[],
  start: number,
  gram: Float64Array,
  rhs: Float64Array
): void {
  const count = lags.length;
  rhs.set(productsWith(values, 0, lags, start));
  for (let i = 0; i < count; i++) {
    const a = lags[i]!;
    const follows = i > 0 && lags[i - 1] === a - 1;
    gram.set(productsWith(values, a, lags.slice(0, follows ? 1 : i + 1), start), i * count);
    for (let j = 1; follows && j <= i; j++) {
      const b = lags[j]!;
      gram[i * count + j] =
        lags[j - 1] === b - 1
          ? gram[(i - 1) * count + j - 1]! +
            values[start - a]! * values[start - b]! -
            values[values.length - a]! * values[values.length - b]!
          : productsWith(values, a, [b], start)[0]!;
    }
  }
}

/** Sums of products of the values at one lag with those at others; lags that follow each other are taken together. */
function productsWith(values: Float64Array, lag: number, others: readonly number[], start: number): Float64Array {
  const out = new Float64Array(others.length);
  for (let from = 0; from < others.length; ) {
    let to = from + 1;
    while (to < others.length && others[to] === others[to - 1]! + 1) {
      to++;
    }
    out.set(laggedSums(values, lag, values, others[from]!, to - from, start), from);
    from = to;
  }
  return out;
}

function oneStepNoise(
  values: Float64Array,
  lags: readonly number[],
  coefficients: Float64Array,
  start: number
): number {
  let sum = 0;
  for (let t = start; t < values.length; t++) {
    let error = values[t]!;
    for (let k = 0; k < lags.length; k++) {
      error -= coefficients[k]! * values[t - lags[k]!]!;
    }
    sum += error * error;
  }
  return Math.sqrt(sum / Math.max(1, values.length - start));
}

function meanSquare(values: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < values.length; i++) {
    sum += values[i]! * values[i]!;
  }
  return sum / Math.max(1, values.length - from);
}

/**
 * Continues a series recursively; every value is kept within ± `limit`, so that an explosive fit cannot run away.
 */
export function continueSeries(
  values: Float64Array,
  model: Autoregression,
  horizon: number,
  limit: number
): Float64Array {
  const longest = model.lags.reduce((most, lag) => Math.max(most, lag), 0);
  const buffer = new Float64Array(longest + horizon);
  for (let i = 0; i < longest; i++) {
    buffer[i] = values[values.length - longest + i] ?? 0;
  }
  for (let step = longest; step < buffer.length; step++) {
    let sum = 0;
    for (let k = 0; k < model.lags.length; k++) {
      sum += model.coefficients[k]! * buffer[step - model.lags[k]!]!;
    }
    buffer[step] = Math.min(Math.max(sum, -limit), limit);
  }
  return buffer.subarray(longest);
}
