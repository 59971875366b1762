/** Values in ascending order and the share of all weight up to each, its own included. */
export interface WeightedSample {
  readonly values: Float64Array;
  /** Ascending to 1. */
  readonly upTo: Float64Array;
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
  const upTo = new Float64Array(count);
  const next = new Uint32Array(sorted.length);
  let seen = 0;
  for (let at = 0; at < count; at++) {
    const group = smallest(sorted, next);
    values[at] = sorted[group]![next[group]!]!;
    seen += weights[group]!;
    upTo[at] = seen / total;
    next[group]!++;
  }
  return { values, upTo };
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
 * The `p`-quantile: the mean of the step-shaped inverse distribution over a window of the mean weight around `p`, which
 * for equal weights is linear between the values (type 5 of Hyndman and Fan, 1996) and never hinges on the order of
 * equal or nearly equal values. NaN for an empty sample. O(log n + values in the window).
 */
export function weightedQuantile({ values, upTo }: WeightedSample, p: number): number {
  const count = values.length;
  if (count === 0) {
    return NaN;
  }
  const from = Math.min(Math.max(p - 0.5 / count, 0), 1 - 0.5 / count);
  const to = Math.max(Math.min(p + 0.5 / count, 1), 0.5 / count);
  const first = firstBeyond(upTo, from);
  let at = first;
  let sum = 0;
  for (let done = from; done < to; at++) {
    const end = at >= count - 1 ? to : Math.min(upTo[at]!, to);
    sum += (end - done) * values[Math.min(at, count - 1)]!;
    done = end;
  }
  // Rounding must not take the mean beyond the values it is made of.
  return Math.min(Math.max(sum / (to - from), values[first]!), values[Math.min(at, count) - 1]!);
}

/** The first index whose share exceeds a limit; the last one when none does. */
function firstBeyond(upTo: Float64Array, limit: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle]! > limit) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
