/** Lags whose sums run side by side: none waits for another, and none changes its order. */
const SIDE_BY_SIDE = 4;

/**
 * `out[i] = Σ a[t − lagA] · b[t − lagB − i]` over `t` from `start` to the end of `a`, each summed in the order of time.
 * O(count · values).
 *
 * @param start at least the greatest lag, so that no index is negative
 */
export function laggedSums(
  a: Float64Array,
  lagA: number,
  b: Float64Array,
  lagB: number,
  count: number,
  start: number
): Float64Array {
  const out = new Float64Array(count);
  let i = 0;
  for (; i + SIDE_BY_SIDE <= count; i += SIDE_BY_SIDE) {
    sumFourLags(a, lagA, b, lagB + i, start, out.subarray(i));
  }
  for (; i < count; i++) {
    let sum = 0;
    for (let t = start; t < a.length; t++) {
      sum += a[t - lagA]! * b[t - lagB - i]!;
    }
    out[i] = sum;
  }
  return out;
}

function sumFourLags(
  a: Float64Array,
  lagA: number,
  b: Float64Array,
  lagB: number,
  start: number,
  out: Float64Array
): void {
  let [zero, one, two, three] = [0, 0, 0, 0];
  let previous = b[start - lagB - 1]!;
  let second = b[start - lagB - 2]!;
  let third = b[start - lagB - 3]!;
  for (let t = start; t < a.length; t++) {
    const value = a[t - lagA]!;
    const newest = b[t - lagB]!;
    zero += value * newest;
    one += value * previous;
    two += value * second;
    three += value * third;
    third = second;
    second = previous;
    previous = newest;
  }
  out[0] = zero;
  out[1] = one;
  out[2] = two;
  out[3] = three;
}
