/** Fraction of missing (NaN) values, 0 for an empty array. */
export function missingFraction(values: Float64Array): number {
  let missing = 0;
  for (const value of values) {
    missing += Number.isNaN(value) ? 1 : 0;
  }
  return values.length === 0 ? 0 : missing / values.length;
}

/** First and last index with a value, or `undefined` when all are missing. */
export function observedRange(values: Float64Array): { first: number; last: number } | undefined {
  const first = values.findIndex((value) => !Number.isNaN(value));
  return first < 0 ? undefined : { first, last: values.findLastIndex((value) => !Number.isNaN(value)) };
}

/**
 * A copy without gaps, for models that need every value. A gap of up to `season / 4` steps is bridged by a straight
 * line; a longer one repeats the season before it, rising as it did, tilted so that both ends meet. Leading and trailing
 * gaps repeat the nearest value. All-missing input stays NaN. O(n).
 *
 * @param season season length in steps; 1 or less: straight lines only
 * @param longestLine the longest gap that a straight line bridges
 */
export function fillGaps(values: Float64Array, season: number, longestLine = Math.round(season) / 4): Float64Array {
  const filled = values.slice();
  const range = observedRange(values);
  if (range === undefined) {
    return filled;
  }
  filled.fill(values[range.first]!, 0, range.first);
  filled.fill(values[range.last]!, range.last + 1);
  for (let i = range.first; i < range.last; i++) {
    if (Number.isNaN(filled[i + 1])) {
      const end = nextObserved(values, i + 1);
      fillOne(filled, i, end, season, longestLine);
      i = end - 1;
    }
  }
  return filled;
}

function nextObserved(values: Float64Array, from: number): number {
  let index = from;
  while (Number.isNaN(values[index])) {
    index++;
  }
  return index;
}

/** Fills the gap strictly between two known indices, in place. */
function fillOne(filled: Float64Array, before: number, after: number, season: number, longestLine: number): void {
  const lag = Math.round(season);
  const repeats = lag > 1 && after - before - 1 > longestLine && before >= lag;
  const rise = repeats ? filled[before]! - filled[before - lag]! : 0;
  const shape = (i: number): number => {
    const ahead = i - before - 1;
    return repeats ? filled[before - lag + 1 + (ahead % lag)]! + rise * (1 + Math.floor(ahead / lag)) : 0;
  };
  const startOffset = repeats ? 0 : filled[before]!;
  const endOffset = filled[after]! - shape(after);
  for (let i = before + 1; i < after; i++) {
    const share = (i - before) / (after - before);
    filled[i] = shape(i) + startOffset + share * (endOffset - startOffset);
  }
}
