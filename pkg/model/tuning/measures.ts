import { sortedFinite } from '../stats/quantile.ts';
import { countSamples, daysCovered, largestQuantile, sortedPods } from './history.ts';
import type { PodSeries, ResourceHistory } from './types.ts';

/** How long a container counts as starting. */
const START_UP_MS = 10 * 60_000;

/** What the samples of a history say, measured once for all steps, replays and sentences. Of the busiest pod each. */
export interface Measures {
  /** Finite samples by pod, ascending. */
  readonly sorted: readonly Float64Array[];
  /** The same without start-ups; as {@link sorted} where nothing else would be left. */
  readonly calm: readonly Float64Array[];
  readonly samples: number;
  readonly days: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
  readonly calmMost: number;
  /** Largest use while starting; NaN: no start was seen. */
  readonly startUpMost: number;
  /** Whether any start time is known. */
  readonly knowsStarts: boolean;
  /** P95 of the quieter half of the time over that of the busier half, within [0, 1]; 1 for an even use. */
  readonly evenness: number;
}

/** Measures a history with at least one sample. O(n log n). */
export function measure(history: ResourceHistory): Measures {
  const { pods } = history;
  const sorted = sortedPods(pods);
  const split = pods.map(splitStartUps);
  const knowsStarts = pods.some(({ startsMs }) => startsMs.length > 0);
  const calmPods = split.map(({ calm }, i) => calm ?? sorted[i]!);
  const calm = calmPods.some((values) => values.length > 0) ? calmPods : sorted;
  const starting = split.reduce((most, { startUpMost }) => (startUpMost > most ? startUpMost : most), -Infinity);
  return {
    sorted,
    calm,
    samples: countSamples(pods),
    days: daysCovered(pods),
    p50: largestQuantile(sorted, 0.5),
    p95: largestQuantile(sorted, 0.95),
    p99: largestQuantile(sorted, 0.99),
    most: largestQuantile(sorted, 1),
    calmMost: largestQuantile(calm, 1),
    startUpMost: starting === -Infinity ? NaN : starting,
    knowsStarts,
    evenness: evenness(pods),
  };
}

/** The samples that no start touches (`undefined`: all), and the largest of the others. */
function splitStartUps({ series, startsMs }: PodSeries): { calm?: Float64Array; startUpMost: number } {
  const { startMs, stepMs, values } = series;
  const starting = startsMs.map((at) => ({
    from: Math.max(0, Math.ceil((at - startMs) / stepMs)),
    to: Math.min(values.length, Math.floor((at + START_UP_MS - startMs) / stepMs) + 2),
  }));
  const touched = starting.filter(({ from, to }) => to > from);
  if (touched.length === 0) {
    return { startUpMost: -Infinity };
  }
  const calm = values.slice();
  let startUpMost = -Infinity;
  for (const { from, to } of touched) {
    for (let i = from; i < to; i++) {
      startUpMost = values[i]! > startUpMost ? values[i]! : startUpMost;
    }
    calm.fill(NaN, from, to);
  }
  return { calm: sortedFinite(calm), startUpMost };
}

function evenness(pods: readonly PodSeries[]): number {
  const halves = [0, 1].map((half) =>
    largestQuantile(
      pods.map(({ series: { values } }) => {
        const middle = Math.ceil(values.length / 2);
        return sortedFinite(half === 0 ? values.subarray(0, middle) : values.subarray(middle));
      }),
      0.95
    )
  );
  const [first = NaN, second = NaN] = halves;
  const most = Math.max(first, second);
  return most > 0 ? Math.min(first, second) / most : 1;
}
