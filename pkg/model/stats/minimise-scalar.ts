const INVERSE_GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Where a function of one variable is least, and how little it is there. */
export interface ScalarMinimum {
  readonly at: number;
  readonly value: number;
}

/**
 * The least value of a function between the first and the last of some ascending places: all places are tried, then
 * golden-section search (Kiefer, 1953) narrows the two intervals beside the best one. Exact for a function with one
 * valley there, a good local minimum else. A value that is not a number counts as infinite.
 *
 * @param places at least one, ascending
 * @param steps further evaluations; each narrows the interval by 0.62
 */
export function minimiseScalar(
  objective: (x: number) => number,
  places: readonly number[],
  steps: number
): ScalarMinimum {
  const known = places.map((at) => ({ at, value: finiteOr(objective(at)) }));
  let best = known[0]!;
  let index = 0;
  known.forEach((place, i) => {
    if (place.value < best.value) {
      best = place;
      index = i;
    }
  });
  let low = places[Math.max(0, index - 1)]!;
  let high = places[Math.min(places.length - 1, index + 1)]!;
  let [left, right] = [high - INVERSE_GOLDEN * (high - low), low + INVERSE_GOLDEN * (high - low)];
  let [atLeft, atRight] = [finiteOr(objective(left)), finiteOr(objective(right))];
  for (let step = 2; step < steps; step++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - INVERSE_GOLDEN * (high - low);
      atLeft = finiteOr(objective(left));
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + INVERSE_GOLDEN * (high - low);
      atRight = finiteOr(objective(right));
    }
  }
  const found = atLeft <= atRight ? { at: left, value: atLeft } : { at: right, value: atRight };
  return found.value < best.value ? found : best;
}

function finiteOr(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}
