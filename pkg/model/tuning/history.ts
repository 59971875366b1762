import { missingFraction, observedRange } from '../series/gaps.ts';
import { timeAt, type RegularSeries } from '../series/regular-series.ts';
import { quantileOfSorted, sortedFinite } from '../stats/quantile.ts';
import { setAmount } from './amounts.ts';
import type { Container, PodSeries, PodUsage, Resource, ResourceHistory, Workload } from './types.ts';

/** More pods of one workload are an explosion of labels; the newest ones tell enough. */
export const MOST_PODS = 300;
const DAY_MS = 86_400_000;

/**
 * What strategies look at: one resource of one container of a workload. Negative and infinite samples count as gaps, as
 * they come from counters that were reset; amounts of zero as not set. Of more than {@link MOST_PODS} pods only those
 * whose samples are newest are kept. O(samples).
 */
export function historyOf(workload: Workload, container: Container, resource: Resource): ResourceHistory {
  const request = setAmount(container.requests[resource]);
  const limit = setAmount(container.limits[resource]);
  return {
    resource,
    pods: newest(container.usage.flatMap((pod) => podSeries(pod, resource))),
    ...(request === undefined ? {} : { request }),
    ...(limit === undefined ? {} : { limit }),
    oomKills: resource === 'memory' ? container.oomKills : [],
    ...(resource === 'cpu' && container.throttling !== undefined ? { throttling: container.throttling } : {}),
    autoscaled: scalesOn(workload, resource),
    containersInPod: workload.containers.filter(({ role }) => role !== 'init').length,
  };
}

/** An absolute target does not move with the request; a share of the request does. */
function scalesOn({ autoscaler }: Workload, resource: Resource): boolean {
  return (
    autoscaler?.metrics.some((metric) => metric.resource === resource && metric.targetUtilisation !== undefined) ??
    false
  );
}

function podSeries(usage: PodUsage, resource: Resource): PodSeries[] {
  const series = usage[resource];
  if (series === undefined) {
    return [];
  }
  const clean = { ...series, values: withoutNonsense(series.values) };
  return missingFraction(clean.values) < 1 && clean.values.length > 0
    ? [{ pod: usage.pod, series: clean, startsMs: usage.startsMs }]
    : [];
}

function withoutNonsense(values: Float64Array): Float64Array {
  const isSound = (value: number): boolean => Number.isNaN(value) || (value >= 0 && value < Infinity);
  return values.every(isSound) ? values : values.map((value) => (isSound(value) ? value : NaN));
}

function newest(pods: PodSeries[]): PodSeries[] {
  if (pods.length <= MOST_PODS) {
    return pods;
  }
  return pods
    .map((pod) => ({ pod, end: endOf(pod.series) }))
    .sort((a, b) => b.end - a.end)
    .slice(0, MOST_PODS)
    .map(({ pod }) => pod);
}

/** Time of the last sample. */
export function endOf(series: RegularSeries): number {
  return timeAt(series, observedRange(series.values)?.last ?? -1);
}

/** Time of the first and the last sample of any pod; `undefined` without samples. */
export function spanOf(pods: readonly PodSeries[]): { readonly startMs: number; readonly endMs: number } | undefined {
  let [startMs, endMs] = [Infinity, -Infinity];
  for (const { series } of pods) {
    const range = observedRange(series.values);
    if (range !== undefined) {
      startMs = Math.min(startMs, timeAt(series, range.first));
      endMs = Math.max(endMs, timeAt(series, range.last));
    }
  }
  return endMs === -Infinity ? undefined : { startMs, endMs };
}

/** The pods' samples later than a time, as views on the same numbers; pods without any are left out. */
export function after(pods: readonly PodSeries[], timeMs: number): PodSeries[] {
  return pods.flatMap(({ pod, series, startsMs }) => {
    const from = Math.max(0, Math.floor((timeMs - series.startMs) / series.stepMs) + 1);
    const values = series.values.subarray(from);
    const cut = { startMs: timeAt(series, from), stepMs: series.stepMs, values };
    return values.length > 0 && missingFraction(values) < 1 ? [{ pod, series: cut, startsMs }] : [];
  });
}

/** Samples of all pods. */
export function countSamples(pods: readonly PodSeries[]): number {
  return pods.reduce(
    (sum, { series }) => sum + Math.round(series.values.length * (1 - missingFraction(series.values))),
    0
  );
}

/**
 * Days with samples of at least one pod, as far as the largest covered stretch of a pod and the span of all pods tell:
 * a workload that is replaced daily has as many days as its pods together, replicas side by side count once.
 */
export function daysCovered(pods: readonly PodSeries[]): number {
  const span = spanOf(pods);
  if (span === undefined) {
    return 0;
  }
  const podDays = pods.reduce(
    (sum, { series }) => sum + series.values.length * (1 - missingFraction(series.values)) * series.stepMs,
    0
  );
  const stepMs = Math.max(...pods.map(({ series }) => series.stepMs));
  return Math.min(podDays, span.endMs - span.startMs + stepMs) / DAY_MS;
}

/** The finite samples of each pod, ascending. */
export function sortedPods(pods: readonly PodSeries[]): Float64Array[] {
  return pods.map(({ series }) => sortedFinite(series.values));
}

/** Largest `p`-quantile (type 7) of any pod; NaN without samples. */
export function largestQuantile(sorted: readonly Float64Array[], p: number): number {
  return sorted.reduce((most, values) => {
    const one = quantileOfSorted(values, p);
    return Number.isNaN(most) || one > most ? one : most;
  }, NaN);
}
