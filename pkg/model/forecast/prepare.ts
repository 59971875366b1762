import { fillGaps, missingFraction, observedRange } from '../series/gaps.ts';
import { timeAt, type RegularSeries } from '../series/regular-series.ts';
import { median } from '../stats/quantile.ts';
import { hasCleanUps } from './clean-ups.ts';
import type { Training } from './model.ts';
import { isOneOff, regimeStart } from './regime.ts';
import { deseasonalise } from './seasonal-profile.ts';
import { detectSeasons } from './seasons.ts';

/** Fewest observed values that a forecast is made from. */
export const MIN_OBSERVED = 10;

/** A deviation below this, absolute or relative to the level, is rounding: the series is constant. */
const TINY = 1e-280;
const ROUNDING = 1e-13;

/** A series ready for models, and the way back to its own unit: `value = centre + spread · x`. */
export interface Prepared {
  readonly training: Training;
  readonly centre: number;
  readonly spread: number;
  /** Steps between the last observed value and the end of the series. */
  readonly stale: number;
  /** Fraction of missing values between the first and the last observed one. */
  readonly missing: number;
  /** Index of the latest break of level or rate, if there is one that happened only once. */
  readonly oneOffBreak: number | undefined;
  /** The series falls back again and again: its ramps must not be extrapolated. */
  readonly cleanUps: boolean;
  /** Time of the last observed value, Unix milliseconds. */
  readonly lastObservedMs: number;
}

/**
 * Cuts off leading and trailing gaps, fills the inner ones, finds the seasons and scales to zero median and unit mean
 * absolute deviation, which makes every model equivariant: forecasts of `a · y + b` are `a · f + b`.
 * `undefined` when nothing was observed. O(n log n).
 *
 * @param invented 1 where a value is none that was observed; models see it, backtests do not count it
 */
export function prepare(series: RegularSeries, invented?: Uint8Array): Prepared | undefined {
  const range = observedRange(series.values);
  if (range === undefined) {
    return undefined;
  }
  const raw = series.values.subarray(range.first, range.last + 1);
  const centre = median(raw);
  const deviation = meanDeviation(raw, centre);
  const constant = deviation <= Math.max(TINY, ROUNDING * Math.abs(centre));
  const spread = constant ? 1 : deviation;
  const scaled = raw.map((value) => (constant ? 0 * (value - centre) : (value - centre) / spread));
  const seasons = detectSeasons(fillGaps(scaled, 1), series.stepMs);
  const values = fillGaps(scaled, seasons[0] ?? 1);
  return {
    training: { values, observed: observedFlags(raw, invented?.subarray(range.first)), seasons },
    centre,
    spread,
    stale: series.values.length - 1 - range.last,
    missing: missingFraction(raw),
    ...findBreaks(values, seasons),
    lastObservedMs: timeAt(series, range.last),
  };
}

function observedFlags(raw: Float64Array, invented: Uint8Array | undefined): Uint8Array {
  return Uint8Array.from(raw, (value, i) => (Number.isNaN(value) || invented?.[i] === 1 ? 0 : 1));
}

function findBreaks(values: Float64Array, seasons: readonly number[]): Pick<Prepared, 'oneOffBreak' | 'cleanUps'> {
  const seasonFree = deseasonalise(values, seasons).values;
  const cleanUps = hasCleanUps(seasonFree, values);
  const start = cleanUps ? 0 : regimeStart(seasonFree);
  return { cleanUps, oneOffBreak: start > 0 && isOneOff(seasonFree, start) ? start : undefined };
}

/** Mean absolute deviation from the centre over known values. */
function meanDeviation(values: Float64Array, centre: number): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (!Number.isNaN(value)) {
      sum += Math.abs(value - centre);
      count++;
    }
  }
  return sum / count;
}
