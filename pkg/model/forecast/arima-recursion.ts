/**
 * A model of a zero-mean series: `w[t] = Σ ar[i] · w[t − 1 − i] + e[t] + Σ ma[i] · e[t − 1 − i]`, with signs as in
 * statsmodels and R.
 */
export interface Arma {
  readonly ar: readonly number[];
  readonly ma: readonly number[];
}

/** One-step errors given the first values, and their mean square. */
export interface ConditionalErrors {
  readonly errors: Float64Array;
  /** Mean square from the first predicted step on. */
  readonly variance: number;
}

/**
 * The errors conditional on zero errors before step `from` (conditional sum of squares, Box and Jenkins, 1970).
 * O(n · (p + q)).
 *
 * @param from first step to predict, at least the autoregressive order
 */
export function conditionalErrors(values: Float64Array, { ar, ma }: Arma, from: number): ConditionalErrors {
  const errors = new Float64Array(values.length);
  const arWeights = Float64Array.from(ar);
  const maWeights = Float64Array.from(ma);
  let squares = 0;
  for (let t = from; t < values.length; t++) {
    let error = values[t]!;
    for (let k = 0; k < arWeights.length; k++) {
      error -= arWeights[k]! * values[t - 1 - k]!;
    }
    for (let k = 0; k < maWeights.length && k < t; k++) {
      error -= maWeights[k]! * errors[t - 1 - k]!;
    }
    errors[t] = error;
    squares += error * error;
  }
  return { errors, variance: squares / Math.max(1, values.length - from) };
}

/** Continues the first `end` values with future errors of zero; what lies before the first value counts as zero. */
export function armaPath(
  values: Float64Array,
  errors: Float64Array,
  { ar, ma }: Arma,
  end: number,
  horizon: number
): Float64Array {
  const path = new Float64Array(horizon);
  for (let step = 0; step < horizon; step++) {
    let sum = 0;
    for (let k = 0; k < ar.length; k++) {
      const back = step - 1 - k;
      sum += ar[k]! * (back >= 0 ? path[back]! : end + back >= 0 ? values[end + back]! : 0);
    }
    for (let k = step; k < ma.length; k++) {
      const index = end + step - 1 - k;
      sum += index >= 0 ? ma[k]! * errors[index]! : 0;
    }
    path[step] = sum;
  }
  return path;
}

/**
 * Autoregressive weights from partial autocorrelations, each within (−1, 1): the recursion of Durbin and Levinson, which
 * reaches every stationary model and no other (Barndorff-Nielsen and Schou, 1973; Monahan, 1984).
 */
export function weightsFromPartial(partial: ArrayLike<number>): number[] {
  let weights: number[] = [];
  for (let k = 0; k < partial.length; k++) {
    const last = partial[k]!;
    const before = weights;
    weights = [...before.map((weight, j) => weight - last * before[k - 1 - j]!), last];
  }
  return weights;
}

/**
 * The inverse of {@link weightsFromPartial}; weights that are not stationary are brought back by keeping every partial
 * autocorrelation within ± `limit`.
 */
export function partialFromWeights(weights: readonly number[], limit: number): number[] {
  const partial: number[] = [];
  let current = [...weights];
  while (current.length > 0) {
    const last = Math.min(Math.max(current.at(-1)!, -limit), limit);
    partial.unshift(last);
    const rest = current.slice(0, -1);
    current = rest.map((weight, j) => (weight + last * rest[rest.length - 1 - j]!) / (1 - last * last));
  }
  return partial;
}
