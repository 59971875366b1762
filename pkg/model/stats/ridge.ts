/**
 * Solves `(gram + diag(penalty)) · x = rhs` for a symmetric positive semi-definite `gram` (row-major, size × size; only
 * the lower triangle is read) by Cholesky factorisation. A pivot that rounding made useless drops its column: the
 * coefficient is 0. O(size³ / 6).
 */
export function solveRidge(gram: Float64Array, rhs: Float64Array, penalty: Float64Array): Float64Array {
  const factor = factorise(gram, penalty);
  return solveFactored(factor, rhs);
}

/** Rows, and columns, whose sums run side by side: none waits for another, and none changes its order. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 2;

/**
 * The Cholesky factor of `gram + diag(penalty)`, lower triangle, row-major; dropped columns have pivot 0.
 *
 * @param factor where it is written; may be `gram` itself
 */
export function factorise(
  gram: Float64Array,
  penalty: Float64Array,
  factor: Float64Array = new Float64Array(gram.length)
): Float64Array {
  const size = penalty.length;
  const sums = new Float64Array(TILE_ROWS * TILE_COLUMNS);
  for (let first = 0; first < size; first += TILE_ROWS) {
    const tiled = first + TILE_ROWS <= size ? first : 0;
    for (let j = 0; j < tiled; j += TILE_COLUMNS) {
      fillTile(factor, gram, size, first, j, sums);
    }
    for (let i = first; i < Math.min(first + TILE_ROWS, size); i++) {
      finishRow(factor, gram, penalty, i, tiled);
    }
  }
  return factor;
}

/** The columns `j` and `j + 1` of the rows `first` to `first + 3`; all columns before are there. */
function fillTile(
  factor: Float64Array,
  gram: Float64Array,
  size: number,
  first: number,
  j: number,
  sums: Float64Array
): void {
  dotTile(factor, size, first, j, sums);
  const left = factor[j * size + j]!;
  const right = factor[(j + 1) * size + j + 1]!;
  const below = factor[(j + 1) * size + j]!;
  for (let row = 0; row < TILE_ROWS; row++) {
    const at = (first + row) * size + j;
    const value = left === 0 ? 0 : (gram[at]! - sums[2 * row]!) / left;
    factor[at] = value;
    factor[at + 1] = right === 0 ? 0 : (gram[at + 1]! - (sums[2 * row + 1]! + value * below)) / right;
  }
}

/** {@link dotRows} up to column `j` of the rows `first` to `first + 3` with the rows `j` and `j + 1`. */
function dotTile(factor: Float64Array, size: number, first: number, j: number, sums: Float64Array): void {
  const a = first * size;
  const b = a + size;
  const c = b + size;
  const d = c + size;
  const left = j * size;
  const right = left + size;
  let a0 = 0;
  let a1 = 0;
  let b0 = 0;
  let b1 = 0;
  let c0 = 0;
  let c1 = 0;
  let d0 = 0;
  let d1 = 0;
  for (let k = 0; k < j; k++) {
    const u = factor[left + k]!;
    const v = factor[right + k]!;
    const inA = factor[a + k]!;
    const inB = factor[b + k]!;
    const inC = factor[c + k]!;
    const inD = factor[d + k]!;
    a0 += inA * u;
    a1 += inA * v;
    b0 += inB * u;
    b1 += inB * v;
    c0 += inC * u;
    c1 += inC * v;
    d0 += inD * u;
    d1 += inD * v;
  }
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = b0;
  sums[3] = b1;
  sums[4] = c0;
  sums[5] = c1;
  sums[6] = d0;
  sums[7] = d1;
}

/** Fills row `i` from column `from` to the diagonal; all columns before are there. */
function finishRow(factor: Float64Array, gram: Float64Array, penalty: Float64Array, i: number, from: number): void {
  const size = penalty.length;
  for (let j = from; j < i; j++) {
    const pivot = factor[j * size + j]!;
    factor[i * size + j] = pivot === 0 ? 0 : (gram[i * size + j]! - dotRows(factor, size, i, j)) / pivot;
  }
  const diagonal = gram[i * size + i]! + penalty[i]!;
  const rest = diagonal - dotRows(factor, size, i, i);
  factor[i * size + i] = rest > 1e-11 * diagonal ? Math.sqrt(rest) : 0;
}

function dotRows(factor: Float64Array, size: number, i: number, j: number): number {
  const a = i * size;
  const b = j * size;
  let sum = 0;
  for (let k = 0; k < j; k++) {
    sum += factor[a + k]! * factor[b + k]!;
  }
  return sum;
}

/** Solves with a factor of {@link factorise}; coefficients of dropped columns are 0. O(size²). */
export function solveFactored(factor: Float64Array, rhs: Float64Array): Float64Array {
  const size = rhs.length;
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let rest = rhs[i]!;
    for (let k = 0; k < i; k++) {
      rest -= factor[i * size + k]! * x[k]!;
    }
    const pivot = factor[i * size + i]!;
    x[i] = pivot === 0 ? 0 : rest / pivot;
  }
  for (let i = size - 1; i >= 0; i--) {
    let rest = x[i]!;
    for (let k = i + 1; k < size; k++) {
      rest -= factor[k * size + i]! * x[k]!;
    }
    const pivot = factor[i * size + i]!;
    x[i] = pivot === 0 ? 0 : rest / pivot;
  }
  return x;
}
