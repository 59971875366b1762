import { independentFits, type FittedModel, type Model, type Training } from './model.ts';

/**
 * Seasonal naive: every step repeats the value one season earlier, the strongest season of which one full cycle is
 * there; without a season the last value stays. The yardstick of all others and the fall-back when they fail.
 * Minimum history: one value. Cost: O(horizon).
 */
export const seasonalNaive: Model = independentFits('seasonal-naive', (training, end) =>
  repeatSeason(training.values, end, naiveLag(training, end))
);

/** {@link seasonalNaive} with the second strongest season; needs one full cycle of it. */
export const otherSeasonNaive: Model = independentFits('seasonal-naive', ({ values, seasons }, end) => {
  const [, season = Infinity] = seasons;
  return season > end ? undefined : repeatSeason(values, end, season);
});

/** Every step repeats the last value. */
export const lastValue: Model = independentFits('last-value', ({ values }, end) => repeatSeason(values, end, 1));

/** The strongest season that fits into the first `end` values, else 1. */
export function naiveLag(training: Training, end: number): number {
  return training.seasons.find((season) => season <= end) ?? 1;
}

/** Repeats the last `lag` of the first `end` values. */
export function repeatSeason(values: Float64Array, end: number, lag: number): FittedModel {
  const season = values.slice(end - lag, end);
  return { predict: (horizon) => Float64Array.from({ length: horizon }, (_, step) => season[step % lag]!) };
}
