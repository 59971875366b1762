import { millicores, MIB, roundUpTo, spoken } from './amounts.ts';
import { after, countSamples, largestQuantile, sortedPods, spanOf } from './history.ts';
import { noData, notEnough, withoutAdvice } from './no-proposal.ts';
import type { NoProposal, PodSeries, Proposal, Resource, ResourceHistory, Strategy } from './types.ts';

const HISTORY_MS = 336 * 3_600_000;
const POINTS_REQUIRED = 100;
const MEMORY_BUFFER = 1.15;
const OOM_BUFFER = 1.25;
const FLOOR = { cpu: 10, memory: 100 } as const;

/**
 * What Robusta's KRR advises with its strategy "simple": CPU request = largest 95th percentile of a pod, no CPU limit;
 * memory request = limit = largest use of a pod + 15 %, at least 25 % above the limit of any kill for lack of memory.
 * The last 336 hours count and have to hold 100 points of all pods. Percentiles: type 7, as Prometheus has them. Gaps
 * are skipped. An autoscaler on the resource: no advice.
 */
export const krrSimple: Strategy = krr('KRR simple', { request: 0.95 });

/** KRR's "simple_limit": as {@link krrSimple}, but CPU request = 66th, CPU limit = 96th percentile. */
export const krrSimpleLimit: Strategy = krr('KRR simple_limit', { request: 0.66, limit: 0.96 });

interface CpuPercentiles {
  readonly request: number;
  readonly limit?: number;
}

function krr(name: string, percentiles: CpuPercentiles): Strategy {
  return {
    name,
    propose(history) {
      const span = spanOf(history.pods);
      if (span === undefined) {
        return noData(history);
      }
      const pods = after(history.pods, span.endMs - HISTORY_MS);
      return refusal(history, pods) ?? (history.resource === 'cpu' ? cpu(pods, percentiles) : memory(pods, history));
    },
  };
}

function refusal(history: ResourceHistory, pods: readonly PodSeries[]): NoProposal | undefined {
  const points = countSamples(pods);
  if (points < POINTS_REQUIRED) {
    return notEnough(`There are ${points} points; KRR needs ${POINTS_REQUIRED}.`);
  }
  return history.autoscaled ? withoutAdvice('autoscaled', 'An autoscaler looks at this resource.') : undefined;
}

function cpu(pods: readonly PodSeries[], percentiles: CpuPercentiles): Proposal {
  const sorted = sortedPods(pods);
  const amountAt = (p: number): number => rounded('cpu', largestQuantile(sorted, p));
  const request = amountAt(percentiles.request);
  return {
    kind: 'proposal',
    request,
    limit: percentiles.limit === undefined ? 'none' : amountAt(percentiles.limit),
    reason: [
      {
        step: 'percentile',
        sentence: `The busiest pod's P${Math.round(100 * percentiles.request)} is ${spoken('cpu', request)}.`,
        request,
      },
    ],
    findings: [],
    lacking: [],
  };
}

function memory(pods: readonly PodSeries[], { oomKills }: ResourceHistory): Proposal {
  const peak = largestQuantile(sortedPods(pods), 1);
  const killed = oomKills.reduce((most, { limitBytes }) => Math.max(most, limitBytes ?? 0), 0);
  const amount = rounded('memory', Math.max(peak * MEMORY_BUFFER, killed * OOM_BUFFER));
  return {
    kind: 'proposal',
    request: amount,
    limit: amount,
    reason: [
      { step: 'peak', sentence: `The largest use is ${spoken('memory', peak)}.`, request: amount, limit: amount },
    ],
    findings: [],
    lacking: [],
  };
}

/** Up to 1m or 1 MiB, at least 10m or 100 MiB. */
function rounded(resource: Resource, amount: number): number {
  const unit = resource === 'cpu' ? 0.001 : MIB;
  const count = Math.max(roundUpTo(amount / unit, 1), FLOOR[resource]);
  return resource === 'cpu' ? millicores(count) : count * MIB;
}

/** How KRR grades the difference between what is set and what it advises, cores and bytes; at or above. */
const SEVERITIES = {
  cpu: [0.1, 0.25, 0.5],
  memory: [100 * MIB, 250 * MIB, 500 * MIB],
} as const;

/** KRR's grade: 0 below its first step of difference, then 1 to 3. */
export function krrGrade(resource: Resource, before: number, after: number): 0 | 1 | 2 | 3 {
  const difference = Math.abs(after - before);
  const passed = SEVERITIES[resource].filter((step) => difference >= step).length;
  return passed as 0 | 1 | 2 | 3;
}
