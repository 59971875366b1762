/**
 * Solves `(gram + diag(penalty)) · x = rhs` for a symmetric positive semi-definite `gram` (row-major, size × size; only
 * the lower triangle is read) by Cholesky factorisation. A pivot that rounding made useless drops its column: the
 * coefficient is 0. O(size³ / 6).
 */
export function solveRidge(gram: Float64Array, rhs: Float64Array, penalty: Float64Array): Float64Array {
  const factor = factorise(gram, penalty);
  return solveFactored(factor, rhs);
}

/** The Cholesky factor of `gram + diag(penalty)`, lower triangle, row-major; dropped columns have pivot 0. */
export function factorise(gram: Float64Array, penalty: Float64Array): Float64Array {
  const size = penalty.length;
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const pivot = factor[j * size + j]!;
      factor[i * size + j] = pivot === 0 ? 0 : (gram[i * size + j]! - dotRows(factor, size, i, j)) / pivot;
    }
    const diagonal = gram[i * size + i]! + penalty[i]!;
    const rest = diagonal - dotRows(factor, size, i, i);
    factor[i * size + i] = rest > 1e-11 * diagonal ? Math.sqrt(rest) : 0;
  }
  return factor;
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
