/** Values in ascending order and the share of all weight that lies below each, its own counted by half. */
export interface WeightedSample {
  readonly values: Float64Array;
  /** Ascending, within (0, 1). */
  readonly below: Float64Array;
}

/**
 * Puts groups of values, each with one weight for each of its values, into one sample. NaN are left out; a group without
 * weight too. O(n log n): every group is sorted, then all are merged.
 *
 * @param weights one a group, not negative
 */
export function weightedSample(groups: readonly Float64Array[], weights: ArrayLike<number>): WeightedSample {
  const sorted = groups.map((group, i) =>
    weights[i]! > 0 ? group.filter((value) => !Number.isNaN(value)).sort() : new Float64Array(0)
  );
  const count = sorted.reduce((sum, group) => sum + group.length, 0);
  const total = sorted.reduce((sum, group, i) => sum + group.length * weights[i]!, 0);
  const values = new Float64Array(count);
  const below = new Float64Array(count);
  const next = new Uint32Array(sorted.length);
  let seen = 0;
  for (let at = 0; at < count; at++) {
    const group = smallest(sorted, next);
    const weight = weights[group]! / total;
    values[at] = sorted[group]![next[group]!]!;
    below[at] = seen + 0.5 * weight;
    seen += weight;
    next[group]!++;
  }
  return { values, below };
}

/** The group whose next value is least. */
function smallest(sorted: readonly Float64Array[], next: Uint32Array): number {
  let best = -1;
  let least = Infinity;
  for (let group = 0; group < sorted.length; group++) {
    const value = sorted[group]![next[group]!];
    if (value !== undefined && (best < 0 || value < least)) {
      best = group;
      least = value;
    }
  }
  return best;
}

/**
 * The `p`-quantile: linear between the values at their shares `below`, constant beyond the outermost (Hazen's plotting
 * positions for equal weights; type 5 of Hyndman and Fan, 1996). NaN for an empty sample. O(log n).
 */
export function weightedQuantile({ values, below }: WeightedSample, p: number): number {
  const count = values.length;
  if (count === 0) {
    return NaN;
  }
  let low = 0;
  let high = count - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (below[middle]! <= p) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const width = below[high]! - below[low]!;
  const share = width > 0 ? Math.min(Math.max((p - below[low]!) / width, 0), 1) : 0;
  return values[low]! + share * (values[high]! - values[low]!);
}
