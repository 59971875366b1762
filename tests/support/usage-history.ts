import type { OomKill, PodSeries, Resource, ResourceHistory } from '../../pkg/model/tuning/types.ts';

/** Five minutes. */
export const STEP_MS = 300_000;
export const DAY_MS = 86_400_000;
export const START_MS = 1_700_006_400_000;
export const MIB = 1024 ** 2;

/** A pod whose samples start at {@link START_MS}. */
export function podOf(name: string, values: ArrayLike<number>, startsMs: readonly number[] = []): PodSeries {
  return {
    pod: name,
    series: { startMs: START_MS, stepMs: STEP_MS, values: Float64Array.from(values) },
    startsMs,
  };
}

/** A history of one resource; whatever is not given is not set. */
export function historyOfPods(
  resource: Resource,
  pods: readonly PodSeries[],
  more: Partial<Omit<ResourceHistory, 'resource' | 'pods'>> = {}
): ResourceHistory {
  return { resource, pods, oomKills: [], autoscaled: false, containersInPod: 1, ...more };
}

/** A kill of a pod on a day of the history. */
export function killOf(pod: string, day: number, limitBytes?: number): OomKill {
  return { timeMs: START_MS + (day + 0.5) * DAY_MS, pod, ...(limitBytes === undefined ? {} : { limitBytes }) };
}

/** Three days of two pods, the second two days long, with a gap every 17th step; the same everywhere. */
export function fixturePods(resource: Resource): PodSeries[] {
  const draw = (factor: number, modulus: number, value: (x: number) => number, from: number) =>
    Float64Array.from({ length: 864 }, (_, i) => (i % 17 === 5 || i < from ? NaN : value((i * factor) % modulus)));
  return resource === 'cpu'
    ? [
        podOf(
          'a',
          draw(7_919, 1_009, (x) => x / 1_000, 0)
        ),
        podOf(
          'b',
          draw(104_729, 883, (x) => x / 1_000, 288)
        ),
      ]
    : [
        podOf(
          'a',
          draw(7_919, 1_009, (x) => (200 + x / 10) * MIB, 0)
        ),
        podOf(
          'b',
          draw(104_729, 883, (x) => (150 + x / 5) * MIB, 288)
        ),
      ];
}
