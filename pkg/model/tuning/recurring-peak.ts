/** A day's peak above this many times every other day's is taken for an accident beyond it. */
const MOST_OVER_SECOND = 1.6;
const DAY_MS = 86_400_000;

/** Largest value of each day, counted from the first value; days without any are left out. O(n). */
export function dailyPeaks(values: Float64Array, stepMs: number): number[] {
  const day = Math.max(1, Math.round(DAY_MS / stepMs));
  const peaks: number[] = [];
  for (let from = 0; from < values.length; from += day) {
    let most = -Infinity;
    for (let i = from; i < Math.min(from + day, values.length); i++) {
      most = values[i]! > most ? values[i]! : most;
    }
    if (most > -Infinity) {
      peaks.push(most);
    }
  }
  return peaks;
}

/**
 * The largest daily peak, but no more than 1.6 times the second largest: what happened on one day alone counts, yet not
 * in full. With a single day that day's peak; NaN without any.
 */
export function recurringPeak(peaks: readonly number[]): number {
  let [first, second] = [NaN, NaN];
  for (const peak of peaks) {
    if (!(peak <= first)) {
      [first, second] = [peak, first];
    } else if (!(peak <= second)) {
      second = peak;
    }
  }
  return Number.isNaN(second) ? first : Math.min(first, MOST_OVER_SECOND * second);
}
