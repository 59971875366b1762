import { forecast } from '../forecast/forecast.ts';
import type { Forecast } from '../forecast/types.ts';
import type { RegularSeries } from '../series/regular-series.ts';
import { spanOf } from './history.ts';
import { splitStartUps } from './start-ups.ts';
import type { PredictedPeak, ResourceHistory } from './types.ts';

const HOUR_MS = 3_600_000;
const LEAST_HOURS = 72;
const LEVEL = 80;
/** Nothing is expected to grow beyond this many times of what was seen. */
const MOST_GROWTH = 2;

/**
 * The busiest pod's use by the hour: mean CPU outside of start-ups, largest memory; at each hour the largest over the
 * pods. Hours without samples are gaps. O(samples).
 */
export function busiestByHour({ resource, pods }: ResourceHistory): RegularSeries | undefined {
  const span = spanOf(pods);
  if (span === undefined) {
    return undefined;
  }
  const startMs = Math.ceil(span.startMs / HOUR_MS) * HOUR_MS;
  const values = new Float64Array(Math.max(0, Math.floor((span.endMs - startMs) / HOUR_MS)) + 1).fill(NaN);
  for (const pod of pods) {
    if (resource === 'cpu') {
      raiseToHours(values, startMs, { ...pod.series, values: splitStartUps(pod).calm }, 'mean');
    } else {
      raiseToHours(values, startMs, pod.series, 'most');
    }
  }
  return { startMs, stepMs: HOUR_MS, values };
}

/** Raises each hour's value to the pod's mean or largest sample of the hour that ends there. */
function raiseToHours(hours: Float64Array, startMs: number, series: RegularSeries, by: 'mean' | 'most'): void {
  const { values, stepMs } = series;
  let [hour, sum, count, most] = [-1, 0, 0, -Infinity];
  const close = (): void => {
    const value = by === 'mean' ? sum / count : most;
    if (count > 0 && hour >= 0 && hour < hours.length && !(value <= hours[hour]!)) {
      hours[hour] = value;
    }
    [sum, count, most] = [0, 0, -Infinity];
  };
  for (let i = 0; i < values.length; i++) {
    const at = Math.ceil((series.startMs + i * stepMs - startMs) / HOUR_MS);
    if (at !== hour) {
      close();
      hour = at;
    }
    const value = values[i]!;
    if (!Number.isNaN(value)) {
      sum += value;
      count++;
      most = value > most ? value : most;
    }
  }
  close();
}

/**
 * Forecasts the busiest pod's use by the hour; `undefined` with less than 72 hours of samples. Deterministic.
 *
 * @param hours release horizon: how long the amounts are to hold
 * @param model name of a forecasting model
 */
export function predictUse(history: ResourceHistory, hours: number, model: string): Forecast | undefined {
  const series = busiestByHour(history);
  if (series === undefined) {
    return undefined;
  }
  const known = series.values.filter((value) => !Number.isNaN(value));
  if (known.length < LEAST_HOURS) {
    return undefined;
  }
  const most = known.reduce((a, b) => Math.max(a, b), 0);
  const answer = forecast({
    series,
    horizon: hours,
    levels: [LEVEL],
    bounds: { lower: 0, upper: MOST_GROWTH * most },
    model,
    seed: 1,
  });
  return answer.kind === 'forecast' ? answer : undefined;
}

/** The peaks of a forecast of use. */
export function peakOf({ mean, bands }: Forecast): PredictedPeak {
  const most = (values: Float64Array): number => values.reduce((a, b) => Math.max(a, b), 0);
  return { typical: most(mean), high: most(bands[0]?.upper ?? mean) };
}
