import type { Forecast, Uncertainty } from '../forecast/types.ts';
import { quantile } from '../stats/quantile.ts';
import { headroomOf, recordedKills, recordedThrottling, THROTTLED_FROM, type ReplayCase } from './replay.ts';
import type { Replay, ResourceHistory } from './types.ts';

const MINUTE_MS = 60_000;
/** A kill in a short history is no rate: at most this many times as often as it was counted. */
const MOST_KILL_RATE = 10;

/**
 * What is predicted to happen with given amounts, as expected values for `replicas` pods that are all as busy as the
 * busiest: minutes from the chance of each hour's use to be above; kills as the chance at the worst hour, which is the
 * least that can be said, as chances of several hours hang together. Throttling and kills that were recorded at such a
 * limit are expected to go on at the same rate. CPU is forecast as hourly means, which hide shorter peaks. O(steps).
 *
 * @param covered pod-minutes of the history, which the recorded kills belong to
 */
export function replayForecast(
  predicted: Forecast,
  history: ResourceHistory,
  covered: number,
  replicas: number,
  one: ReplayCase
): Replay {
  const { request, limit } = one;
  const { resource } = history;
  const steps = predicted.mean.length;
  const minutes = (steps * replicas * predicted.stepMs) / MINUTE_MS;
  const minutesAbove = (threshold: number): number => {
    let sum = 0;
    for (let step = 0; step < steps; step++) {
      sum += chanceAbove(predicted.uncertainty, step, threshold);
    }
    return (sum * replicas * predicted.stepMs) / MINUTE_MS;
  };
  return {
    strategy: one.strategy,
    basis: 'forecast',
    ...(request === undefined ? {} : { request }),
    ...(limit === undefined ? {} : { limit }),
    minutes,
    minutesThrottled:
      resource === 'cpu' && limit !== undefined
        ? Math.max(minutesAbove(THROTTLED_FROM * limit), recordedThrottling(history, limit) * minutes)
        : 0,
    oomKills:
      resource === 'memory' && limit !== undefined
        ? Math.max(
            replicas * worstChance(predicted, limit),
            (recordedKills(history, limit) * minutes) / Math.max(covered, minutes / MOST_KILL_RATE)
          )
        : 0,
    minutesOverRequest: minutesAbove(request ?? 0),
    headroom: headroomOf(quantile(predicted.mean, 0.95), one),
    costPerMonth: one.costPerMonth,
  };
}

function worstChance({ mean, uncertainty }: Forecast, threshold: number): number {
  let most = 0;
  for (let step = 0; step < mean.length; step++) {
    most = Math.max(most, chanceAbove(uncertainty, step, threshold));
  }
  return most;
}

/** By straight lines between the quantiles; beyond the outermost ones the chance is taken for 0 or 1. */
function chanceAbove({ probabilities, quantiles }: Uncertainty, step: number, threshold: number): number {
  const count = probabilities.length;
  const at = (column: number): number => quantiles[step * count + column]!;
  if (threshold < at(0)) {
    return 1;
  }
  for (let column = 1; column < count; column++) {
    if (threshold < at(column)) {
      const share = (threshold - at(column - 1)) / (at(column) - at(column - 1));
      return 1 - (probabilities[column - 1]! + share * (probabilities[column]! - probabilities[column - 1]!));
    }
  }
  return 0;
}
