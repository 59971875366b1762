/** Rows that are added side by side: each sum is read and written once for all of them, and keeps its order. */
const SIDE_BY_SIDE = 4;

/**
 * Adds rows to the normal equations of a least-squares fit: `gram += Σ w · x xᵀ` (lower triangle, row-major) and
 * `rhs += Σ w · x · y`, row by row in their order. O(rows · width² / 2).
 *
 * @param rows row-major, as wide as `rhs` is long
 * @param weights one a row; absent: all 1
 */
export function addWeightedRows(
  rows: Float64Array,
  targets: Float64Array,
  weights: Float64Array | undefined,
  gram: Float64Array,
  rhs: Float64Array
): void {
  const width = rhs.length;
  const together = targets.length - (targets.length % SIDE_BY_SIDE);
  for (let t = 0; t < together; t += SIDE_BY_SIDE) {
    addFourRows(rows, targets, weights, gram, rhs, t);
  }
  for (let t = together; t < targets.length; t++) {
    for (let i = 0; i < width; i++) {
      const x = (weights?.[t] ?? 1) * rows[t * width + i]!;
      rhs[i]! += x * targets[t]!;
      for (let j = 0; j <= i; j++) {
        gram[i * width + j]! += x * rows[t * width + j]!;
      }
    }
  }
}

function addFourRows(
  rows: Float64Array,
  targets: Float64Array,
  weights: Float64Array | undefined,
  gram: Float64Array,
  rhs: Float64Array,
  t: number
): void {
  const width = rhs.length;
  const a = t * width;
  const b = a + width;
  const c = b + width;
  const d = c + width;
  const weightA = weights?.[t] ?? 1;
  const weightB = weights?.[t + 1] ?? 1;
  const weightC = weights?.[t + 2] ?? 1;
  const weightD = weights?.[t + 3] ?? 1;
  for (let i = 0; i < width; i++) {
    const inA = weightA * rows[a + i]!;
    const inB = weightB * rows[b + i]!;
    const inC = weightC * rows[c + i]!;
    const inD = weightD * rows[d + i]!;
    rhs[i] = rhs[i]! + inA * targets[t]! + inB * targets[t + 1]! + inC * targets[t + 2]! + inD * targets[t + 3]!;
    for (let j = 0; j <= i; j++) {
      const at = i * width + j;
      gram[at] = gram[at]! + inA * rows[a + j]! + inB * rows[b + j]! + inC * rows[c + j]! + inD * rows[d + j]!;
    }
  }
}
