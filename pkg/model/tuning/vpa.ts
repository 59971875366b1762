import { log, exp } from '../stats/portable.ts';
import { timeAt } from '../series/regular-series.ts';
import { MIB, spoken } from './amounts.ts';
import { DecayingHistogram } from './decaying-histogram.ts';
import { after, countSamples, spanOf } from './history.ts';
import { noData } from './no-proposal.ts';
import type { OomKill, PodSeries, Proposal, Resource, ResourceHistory, Strategy } from './types.ts';

const DAY_MS = 86_400_000;
const HISTORY_MS = 8 * DAY_MS;
const HALF_LIFE_MS = DAY_MS;
const BUCKETS = {
  cpu: { first: 0.001, growth: 1.05, most: 1_000 },
  memory: { first: 1e7, growth: 1.05, most: 1e12 },
} as const;
const LEAST_CPU_WEIGHT = 0.1;
const SAMPLES_A_DAY = 1_440;
const MARGIN = 1.15;
const QUANTILES = { lower: 0.5, target: 0.9, upper: 0.95 } as const;
const FLOOR = { cpu: 0.025, memory: 250 * MIB } as const;
const OOM_BUMP = { bytes: 100 * MIB, factor: 1.2 } as const;

/**
 * What the recommender of Kubernetes' vertical pod autoscaler would set: decaying histograms of 8 days of all pods, CPU
 * by sample with the weight max(request, 0.1), memory by the largest use of each container and day; 90th percentile
 * + 15 % as the request, 50th and 95th as bounds, wider the less data there is. A kill for lack of memory counts as a
 * use of max(used + 100 MiB, used × 1.2). The limit keeps its proportion to the request.
 * Days are counted from each pod's first sample; a day's peak has the time of the day's end. Never "not enough data".
 */
export const vpa: Strategy = {
  name: 'VPA',
  propose(history) {
    const span = spanOf(history.pods);
    if (span === undefined) {
      return noData(history);
    }
    const pods = after(history.pods, span.endMs - HISTORY_MS);
    const histogram = new DecayingHistogram(BUCKETS[history.resource], HALF_LIFE_MS);
    if (history.resource === 'cpu') {
      addSamples(histogram, pods, Math.max(history.request ?? 0, LEAST_CPU_WEIGHT));
    } else {
      addDailyPeaks(histogram, pods, history.oomKills);
    }
    return proposal(histogram, history, confidence(pods));
  },
};

function addSamples(histogram: DecayingHistogram, pods: readonly PodSeries[], weight: number): void {
  for (const { series } of pods) {
    series.values.forEach((value, i) => {
      if (!Number.isNaN(value)) {
        histogram.add(value, weight, timeAt(series, i));
      }
    });
  }
}

function addDailyPeaks(histogram: DecayingHistogram, pods: readonly PodSeries[], kills: readonly OomKill[]): void {
  for (const { pod, series } of pods) {
    const first = series.values.findIndex((value) => !Number.isNaN(value));
    const startMs = timeAt(series, first);
    const peaks = new Map<number, number>();
    const raise = (day: number, value: number): void => void peaks.set(day, Math.max(peaks.get(day) ?? 0, value));
    for (let i = first; i < series.values.length; i++) {
      const value = series.values[i]!;
      if (!Number.isNaN(value)) {
        raise(Math.floor((timeAt(series, i) - startMs) / DAY_MS), value);
      }
    }
    const most = Math.max(...peaks.values());
    for (const kill of kills) {
      const day = Math.floor((kill.timeMs - startMs) / DAY_MS);
      if (kill.pod === pod && day >= 0) {
        const used = kill.limitBytes ?? most;
        raise(day, Math.max(used + OOM_BUMP.bytes, used * OOM_BUMP.factor));
      }
    }
    peaks.forEach((value, day) => histogram.add(value, 1, startMs + (day + 1) * DAY_MS));
  }
}

/** About the days of data, at one sample a minute; fewer samples count less. */
function confidence(pods: readonly PodSeries[]): number {
  const { startMs, endMs } = spanOf(pods)!;
  return Math.min((endMs - startMs) / DAY_MS, countSamples(pods) / SAMPLES_A_DAY);
}

function proposal(histogram: DecayingHistogram, history: ResourceHistory, confidence: number): Proposal {
  const { resource } = history;
  const floor = FLOOR[resource] / history.containersInPod;
  const at = (p: number): number => histogram.percentile(p) * MARGIN;
  const request = Math.max(at(QUANTILES.target), floor);
  const lower = at(QUANTILES.lower) * power(1 + 0.001 / confidence, -2);
  const upper = at(QUANTILES.upper) * (1 + 1 / confidence);
  const limit = proportional(history, request);
  return {
    kind: 'proposal',
    request,
    ...(limit === undefined ? {} : { limit }),
    bounds: { lower: Math.max(lower, floor), upper: Math.max(Math.min(upper, MOST[resource]), floor) },
    reason: [{ step: 'percentile', sentence: `The decaying P90 and 15% is ${spoken(resource, request)}.`, request }],
    findings: [],
    lacking: [],
  };
}

/** Without any confidence the upper bound has no end; this keeps it a number. */
const MOST: Readonly<Record<Resource, number>> = { cpu: BUCKETS.cpu.most, memory: BUCKETS.memory.most };

function power(base: number, exponent: number): number {
  return base === Infinity ? 0 : exp(exponent * log(base));
}

function proportional({ request, limit }: ResourceHistory, target: number): number | undefined {
  return request === undefined || limit === undefined ? undefined : (limit / request) * target;
}
