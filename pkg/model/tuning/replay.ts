import { largestQuantile } from './history.ts';
import type { Measures } from './measures.ts';
import type { Settled } from './settle.ts';
import type { PodSeries, Replay, ResourceHistory } from './types.ts';

/** A step's average at or above this share of a CPU limit: shorter peaks within it were cut. */
export const THROTTLED_FROM = 0.9;
const MINUTE_MS = 60_000;

/** What is replayed: amounts, by whose advice, and what they cost. */
export interface ReplayCase extends Settled {
  readonly strategy: string;
  readonly costPerMonth: number;
}

/**
 * What would have happened in the history of all pods with other amounts. A sample counts as throttled from 90 % of the
 * CPU limit on; each run of samples above a memory limit is one kill. What really happened is not forgotten: a limit no
 * higher than the one in force has at least the throttling and the kills that were recorded. O(pods · log n), and
 * O(samples) where memory use is above the limit.
 */
export function replayHistory(history: ResourceHistory, { sorted, samples }: Measures, one: ReplayCase): Replay {
  const { request, limit } = one;
  const minutesOf = (count: (values: Float64Array) => number): number =>
    history.pods.reduce((sum, { series }, i) => sum + (count(sorted[i]!) * series.stepMs) / MINUTE_MS, 0);
  const minutes = samples === 0 ? 0 : minutesOf((values) => values.length);
  return {
    strategy: one.strategy,
    basis: 'history',
    ...(request === undefined ? {} : { request }),
    ...(limit === undefined ? {} : { limit }),
    minutes,
    minutesThrottled:
      history.resource !== 'cpu' || limit === undefined
        ? 0
        : Math.max(
            minutesOf((values) => countFrom(values, THROTTLED_FROM * limit, true)),
            recordedThrottling(history, limit) * minutes
          ),
    oomKills: history.resource !== 'memory' || limit === undefined ? 0 : killsAt(history, sorted, limit),
    minutesOverRequest: minutesOf((values) => countFrom(values, request ?? 0, false)),
    headroom: headroomOf(largestQuantile(sorted, 0.95), one),
    costPerMonth: one.costPerMonth,
  };
}

/** 1 − use / limit (request where there is no limit). */
export function headroomOf(use: number, { request, limit }: Settled): number {
  const amount = limit ?? request;
  return amount === undefined ? NaN : 1 - use / amount;
}

/** How many of the ascending values are above (or at) a threshold. */
function countFrom(sorted: Float64Array, threshold: number, inclusive: boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = sorted[middle]!;
    if (value > threshold || (inclusive && value === threshold)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return sorted.length - low;
}

/** Recorded share of time throttled, where a limit is no higher than it was then (today's, where that is not known). */
export function recordedThrottling({ throttling, limit: now }: ResourceHistory, limit: number): number {
  return throttling !== undefined && limit <= (throttling.limitCores ?? now ?? 0) ? throttling.ratio : 0;
}

function killsAt(history: ResourceHistory, sorted: readonly Float64Array[], limit: number): number {
  const runs = history.pods.reduce((sum, pod, i) => sum + (sorted[i]!.at(-1)! > limit ? runsAbove(pod, limit) : 0), 0);
  return Math.max(recordedKills(history, limit), runs);
}

/** Recorded kills, where a limit is no higher than it was then (today's, where that is not known). */
export function recordedKills({ oomKills, limit: now }: ResourceHistory, limit: number): number {
  return oomKills.filter(({ limitBytes }) => limit <= (limitBytes ?? now ?? 0)).length;
}

function runsAbove({ series: { values } }: PodSeries, limit: number): number {
  let runs = 0;
  let isAbove = false;
  for (const value of values) {
    if (!Number.isNaN(value)) {
      runs += value > limit && !isAbove ? 1 : 0;
      isAbove = value > limit;
    }
  }
  return runs;
}
