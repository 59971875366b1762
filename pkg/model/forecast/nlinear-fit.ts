import { laggedSums } from '../stats/lagged-sums.ts';
import { factorise, solveFactored } from '../stats/ridge.ts';

/** Fewest rows of the regression. */
const MIN_ROWS = 24;
/** Squared changes below this share of the squared values are rounding. */
const ROUNDING = 1e-10;

/** What a direct ridge regression looks at. */
export interface DirectRidge {
  /** Values of the look-back window, the last one included; at least 2. */
  readonly lookback: number;
  /** Ridge penalty as a share of the mean sum of squares of a predictor. */
  readonly penalty: number;
}

/**
 * Predicts the next `horizon` values after the first `end` by one ridge regression a step on the look-back window, the last
 * value subtracted from predictors and target. All steps share one Gram matrix `G`, and since
 * `prediction[h] = last + r[h]' · G⁻¹ · x`, one solution `G⁻¹ · x` serves all steps. Every product is read from one table,
 * filled by a recursion along its diagonals; its memory serves the next prefix too. `undefined` with fewer than 24 rows
 * (`end − horizon − lookback + 1`). Needs finite values. Cost: O((lookback + horizon) · (end + horizon) + lookback³ / 6).
 */
export function directRidge({ lookback, penalty }: DirectRidge): DirectPath {
  const size = lookback - 1;
  let table = new Float64Array(0);
  let gram = new Float64Array(0);
  return (values, end, horizon) => {
    if (lookback < 2 || end - horizon - lookback + 1 < MIN_ROWS) {
      return undefined;
    }
    const width = lookback + horizon;
    if (table.length !== width * width) {
      table = new Float64Array(width * width);
      gram = new Float64Array(size * size);
    }
    const products = laggedProducts(values, end, lookback, horizon, table);
    windowGram(products, lookback, horizon, gram);
    let power = 0;
    for (let j = 0; j < size; j++) {
      power += gram[j * size + j]!;
    }
    const ridge = new Float64Array(size).fill((penalty * power) / size + 1e-300);
    const last = values[end - 1]!;
    const window = Float64Array.from({ length: size }, (_, k) => values[end - 2 - k]! - last);
    const solution = solveFactored(factorise(gram, ridge, gram), window);
    return stepSums(products, solution, lookback, horizon).map((sum) => last + sum);
  };
}

/** The next `horizon` values after the first `end`; `undefined` where there is too little to learn from. */
export type DirectPath = (values: Float64Array, end: number, horizon: number) => Float64Array | undefined;

/**
 * Products of the predictors with each other, lower triangle: column `horizon + k` of the table is lag k, column `horizon`
 * the last value.
 */
export function windowGram(
  products: Float64Array,
  lookback: number,
  horizon: number,
  gram: Float64Array = new Float64Array((lookback - 1) ** 2)
): Float64Array {
  const width = lookback + horizon;
  const size = lookback - 1;
  const own = products[horizon * width + horizon]!;
  for (let j = 1; j < lookback; j++) {
    const row = (horizon + j) * width + horizon;
    for (let k = 1; k <= j; k++) {
      const last = products[row]! + products[(horizon + k) * width + horizon]!;
      gram[(j - 1) * size + k - 1] = products[row + k]! - last + own;
    }
  }
  return gram;
}

/** Products of the predictors (rows) with the targets (columns). */
export function windowCross(products: Float64Array, lookback: number, horizon: number): Float64Array {
  const width = lookback + horizon;
  const own = products[horizon * width + horizon]!;
  const cross = new Float64Array((lookback - 1) * horizon);
  for (let k = 1; k < lookback; k++) {
    const row = (horizon + k) * width;
    for (let h = 1; h <= horizon; h++) {
      const target = products[row + horizon - h]! - products[horizon * width + horizon - h]!;
      cross[(k - 1) * horizon + h - 1] = target - products[row + horizon]! + own;
    }
  }
  return cross;
}

/** Sum of the squared targets, averaged over the steps; 0 where it is but rounding. */
export function targetPower(products: Float64Array, lookback: number, horizon: number): number {
  const width = lookback + horizon;
  const own = products[horizon * width + horizon]!;
  let power = 0;
  for (let target = 0; target < horizon; target++) {
    power += (products[target * width + target]! - 2 * products[horizon * width + target]! + own) / horizon;
  }
  return power > ROUNDING * own ? power : 0;
}

/** `r[h]' · solution` for every step; column `horizon − h` of the table is the target of step h. */
function stepSums(products: Float64Array, solution: Float64Array, lookback: number, horizon: number): Float64Array {
  const width = lookback + horizon;
  const own = products[horizon * width + horizon]!;
  const sums = new Float64Array(horizon);
  for (let k = 1; k < lookback; k++) {
    const row = (horizon + k) * width;
    const weight = solution[k - 1]!;
    for (let h = 1; h <= horizon; h++) {
      const target = products[row + horizon - h]! - products[horizon * width + horizon - h]!;
      sums[h - 1]! += weight * (target - products[row + horizon]! + own);
    }
  }
  return sums;
}

/**
 * `table[i][j] = Σ y[t + horizon − i] · y[t + horizon − j]` over all rows `t` whose window and targets lie within the
 * first `end` values; lower triangle, row-major.
 */
export function laggedProducts(
  values: Float64Array,
  end: number,
  lookback: number,
  horizon: number,
  table: Float64Array = new Float64Array((lookback + horizon) ** 2)
): Float64Array {
  const width = lookback + horizon;
  laggedSums(values.subarray(0, end), 0, values, 0, width, width - 1).forEach((sum, lag) => {
    table[lag * width] = sum;
  });
  for (let i = 1; i < width; i++) {
    const entering = values[width - 1 - i]!;
    const leaving = values[end - i]!;
    for (let j = 1; j <= i; j++) {
      const shifted = table[(i - 1) * width + j - 1]!;
      table[i * width + j] = shifted + entering * values[width - 1 - j]! - leaving * values[end - j]!;
    }
  }
  return table;
}
