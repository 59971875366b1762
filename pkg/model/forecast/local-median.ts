import { median } from '../stats/quantile.ts';
import { independentFits, type Model } from './model.ts';

/**
 * Seasonal median: every step is the median of the values at its phase over the latest `cycles` cycles of the strongest
 * season. Spikes and single odd days leave no trace; growth is not followed. Minimum history: two cycles.
 * Cost: O(season · cycles).
 */
export function seasonalMedian(name: string, cycles: number): Model {
  return independentFits(name, ({ values, seasons }, end) => {
    const [season] = seasons;
    if (season === undefined || 2 * season > end) {
      return undefined;
    }
    const count = Math.min(cycles, Math.floor(end / season));
    const profile = Float64Array.from({ length: season }, (_, phase) =>
      median(Float64Array.from({ length: count }, (_, cycle) => values[end - (cycle + 1) * season + phase]!))
    );
    return { predict: (horizon) => Float64Array.from({ length: horizon }, (_, step) => profile[step % season]!) };
  });
}

/** Season assumed for the length of a window where none was found. */
const USUAL_SEASON = 24;

/**
 * Recent median: every step is the median of the latest `cycles` seasons (of 24 values where there is no season). The
 * forecast of noise around a level. Minimum history: one value. Cost: O(n log n) of the window.
 */
export function recentMedian(name: string, cycles: number): Model {
  return independentFits(name, ({ values, seasons }, end) => {
    const window = Math.min(end, Math.round(cycles * (seasons[0] ?? USUAL_SEASON)));
    const level = median(values.subarray(end - window, end));
    return { predict: (horizon) => new Float64Array(horizon).fill(level) };
  });
}
