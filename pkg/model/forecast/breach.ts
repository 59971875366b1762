import { normalQuantile } from '../stats/normal.ts';
import { seededRandom, type Random } from '../stats/random.ts';
import type { Forecast, Uncertainty } from './types.ts';

/** When a forecast first crosses a capacity. Times are Unix milliseconds. */
export interface Breach {
  /** Already over; at least as likely as not within the horizon; less likely than that. */
  readonly state: 'already' | 'likely' | 'unlikely';
  /** Probability that the capacity has been crossed by each step of the forecast, never decreasing. */
  readonly cumulative: Float64Array;
  /** Times by which the crossing has come with 10, 50 and 90 % probability; `undefined`: not within the horizon. */
  readonly earliestMs: number | undefined;
  readonly medianMs: number | undefined;
  readonly latestMs: number | undefined;
}

const PATHS = 1000;

/**
 * Distribution of the first passage over a capacity: seeded paths whose values have the forecast's quantiles at every
 * step and whose errors hang together over time as the backtest's did (a Gaussian copula of a part common to all steps
 * and an autoregressive one). Crossings are interpolated within a step. O(paths × steps).
 *
 * @param direction `up`: the signal has to stay below the capacity; `down`: above
 * @param lastKnown latest observed value, where paths start; `undefined`: at the first predicted step
 */
export function breach(
  forecast: Forecast,
  capacity: number,
  direction: 'up' | 'down',
  lastKnown: number | undefined,
  seed: number
): Breach {
  const steps = forecast.mean.length;
  const sign = direction === 'up' ? 1 : -1;
  if (lastKnown !== undefined && sign * (lastKnown - capacity) >= 0) {
    const originMs = forecast.startMs - forecast.stepMs;
    return {
      state: 'already',
      cumulative: new Float64Array(steps).fill(1),
      earliestMs: originMs,
      medianMs: originMs,
      latestMs: originMs,
    };
  }
  const crossings = simulateCrossings(forecast.uncertainty, steps, { capacity, sign, lastKnown }, seededRandom(seed));
  const cumulative = Float64Array.from({ length: steps }, (_, step) => countUpTo(crossings, step + 1) / PATHS);
  const timeOf = (probability: number): number | undefined => {
    const position = crossings[Math.ceil(probability * PATHS) - 1];
    return position === undefined ? undefined : forecast.startMs + (position - 1) * forecast.stepMs;
  };
  return {
    state: (cumulative[steps - 1] ?? 0) >= 0.5 ? 'likely' : 'unlikely',
    cumulative,
    earliestMs: timeOf(0.1),
    medianMs: timeOf(0.5),
    latestMs: timeOf(0.9),
  };
}

interface Threshold {
  readonly capacity: number;
  readonly sign: 1 | -1;
  readonly lastKnown: number | undefined;
}

/** Positions of the first crossings in steps after the origin, ascending; paths that never cross are left out. */
function simulateCrossings(
  uncertainty: Uncertainty,
  steps: number,
  threshold: Threshold,
  random: Random
): Float64Array {
  if (!isWithinReach(uncertainty, steps, threshold)) {
    return new Float64Array(0);
  }
  const scores = Float64Array.from(uncertainty.probabilities, normalQuantile);
  const out: number[] = [];
  for (let path = 0; path < PATHS; path++) {
    const position = firstCrossing(uncertainty, scores, steps, threshold, random);
    if (position !== undefined) {
      out.push(position);
    }
  }
  return Float64Array.from(out).sort();
}

/** Whether the outermost quantile, which no path leaves, crosses at any step; most series are far from capacity. */
function isWithinReach(
  { probabilities, quantiles }: Uncertainty,
  steps: number,
  { capacity, sign }: Threshold
): boolean {
  const count = probabilities.length;
  const column = sign === 1 ? count - 1 : 0;
  for (let step = 0; step < steps; step++) {
    if (sign * (quantiles[step * count + column]! - capacity) >= 0) {
      return true;
    }
  }
  return false;
}

function firstCrossing(
  uncertainty: Uncertainty,
  scores: Float64Array,
  steps: number,
  { capacity, sign, lastKnown }: Threshold,
  random: Random
): number | undefined {
  const { persistence, common } = uncertainty;
  const shared = Math.sqrt(common) * random.normal();
  const ownShare = Math.sqrt(1 - common);
  const fresh = Math.sqrt(1 - persistence * persistence);
  let own = random.normal();
  let previous = lastKnown;
  for (let step = 0; step < steps; step++) {
    own = step === 0 ? own : persistence * own + fresh * random.normal();
    const value = valueAt(uncertainty, scores, step, shared + ownShare * own);
    if (sign * (value - capacity) >= 0) {
      const before = previous ?? value;
      const share = value === before ? 1 : (capacity - before) / (value - before);
      return step + Math.min(Math.max(share, 0), 1);
    }
    previous = value;
  }
  return undefined;
}

/** Quantile of a step at a normal score: linear between the known ones, constant beyond the outermost. */
function valueAt({ quantiles }: Uncertainty, scores: Float64Array, step: number, score: number): number {
  const count = scores.length;
  let high = 1;
  while (high < count - 1 && scores[high]! < score) {
    high++;
  }
  const low = high - 1;
  const share = Math.min(Math.max((score - scores[low]!) / (scores[high]! - scores[low]!), 0), 1);
  const row = step * count;
  return quantiles[row + low]! + share * (quantiles[row + high]! - quantiles[row + low]!);
}

function countUpTo(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
