/** Shorter horizons have only a beginning and an end. */
const MIN_STEPS = 6;
/** Where the middle lies, as a share of the horizon: errors change faster near its beginning. */
const MIDDLE = 1 / 3;

/**
 * The beginning, middle and end of a horizon, as shares of every step that sum to 1: each part is at its full at its own
 * step and fades linearly towards the neighbouring ones. What is learned of a part so passes smoothly into the next.
 * O(horizon).
 */
export function horizonParts(horizon: number): Float64Array[] {
  const peaks = peakSteps(horizon);
  return peaks.map((peak, part) => {
    const before = peaks[part - 1] ?? -Infinity;
    const after = peaks[part + 1] ?? Infinity;
    return Float64Array.from({ length: horizon }, (_, step) =>
      step <= peak ? fade(peak - step, peak - before) : fade(step - peak, after - peak)
    );
  });
}

function peakSteps(horizon: number): number[] {
  const last = horizon - 1;
  if (horizon < 3) {
    return [last];
  }
  return horizon < MIN_STEPS ? [0, last] : [0, Math.round(MIDDLE * last), last];
}

function fade(distance: number, width: number): number {
  return distance === 0 || width === Infinity ? 1 : Math.max(0, 1 - distance / width);
}
