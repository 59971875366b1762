/**
 * The `p`-quantile of ascending values by linear interpolation between order statistics at `p · (n − 1)`
 * (type 7 of Hyndman and Fan, 1996; the default of R and numpy). NaN when there is no value.
 *
 * @param count how many of the values there are, from the first; default all
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number, count = sorted.length): number {
  const last = count - 1;
  if (last < 0) {
    return NaN;
  }
  const position = Math.min(Math.max(p, 0), 1) * last;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, last)]!;
  return low + (position - below) * (high - low);
}

/** The finite values in ascending order, as a copy. */
export function sortedFinite(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      kept[count++] = value;
    }
  }
  return kept.subarray(0, count).sort();
}

/** The `p`-quantile (type 7) of the finite values, in any order; NaN when there is none. O(n log n). */
export function quantile(values: ArrayLike<number>, p: number): number {
  return quantileOfSorted(sortedFinite(values), p);
}

/** The median of the finite values; NaN when there is none. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
