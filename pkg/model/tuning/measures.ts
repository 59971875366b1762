import { sortedFinite } from '../stats/quantile.ts';
import { countSamples, daysCovered, largestQuantile, sortedPods } from './history.ts';
import { splitStartUps } from './start-ups.ts';
import type { PodSeries, ResourceHistory } from './types.ts';

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

const known = new WeakMap<readonly PodSeries[], Measures>();

/** Measures a history with at least one sample; the same pods are measured once. O(n log n). */
export function measure({ pods }: ResourceHistory): Measures {
  const measures = known.get(pods) ?? measurePods(pods);
  known.set(pods, measures);
  return measures;
}

function measurePods(pods: readonly PodSeries[]): Measures {
  const sorted = sortedPods(pods);
  const split = pods.map(splitStartUps);
  const knowsStarts = pods.some(({ startsMs }) => startsMs.length > 0);
  const calmPods = split.map(({ calm }, i) => (calm === pods[i]!.series.values ? sorted[i]! : sortedFinite(calm)));
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
