import { MIB } from './amounts.ts';
import type { CostChange, Finding, Recommendation, Replay, Target } from './types.ts';

/** What mishaps are taken to cost, in money: the yardstick that puts reliability and savings into one list. */
const WORTH = {
  oomKill: 5,
  throttledHour: 0.1,
  hourOverMemoryRequest: 0.02,
  /** Of a memory limit or a request where there is none, a month. */
  missingAmount: 1,
  fullVolume: 50,
} as const;

const MONTH_MINUTES = 730 * 60;
/** A kill in a history of minutes is no rate. */
const LEAST_POD_MONTHS = 1 / 30;
const EFFORT_DIVISOR = { low: 1, medium: 2, high: 4 } as const;
/** A month's worth from which a reliability fix is more than information. */
const NOTABLE_WORTH = 2;

/** A saving has to be this large to be more than information: in cores and bytes a replica. */
const NOTABLE_SAVING = { cpu: 0.5, memory: 500 * MIB } as const;

/**
 * Money a month that mishaps avoided are worth, from the replays of current and our amounts on history: what a pod-minute
 * saw on average, for all replicas and a month.
 */
export function reliabilityWorth(
  resource: Target['resource'],
  current: Replay,
  ours: Replay,
  replicas: number
): number {
  const avoided =
    WORTH.oomKill * (current.oomKills - ours.oomKills) +
    (WORTH.throttledHour * (current.minutesThrottled - ours.minutesThrottled)) / 60 +
    (resource === 'memory' && current.request !== undefined
      ? (WORTH.hourOverMemoryRequest * (current.minutesOverRequest - ours.minutesOverRequest)) / 60
      : 0);
  const added = (before: number | undefined, after: number | undefined): number =>
    before === undefined && after !== undefined ? WORTH.missingAmount : 0;
  const podMonths = Math.max(current.minutes / MONTH_MINUTES, LEAST_POD_MONTHS);
  return (
    (Math.max(0, avoided) * replicas) / podMonths +
    added(current.request, ours.request) +
    added(current.limit, ours.limit)
  );
}

/** Money a month of a volume that does not run full, by the chance of it. */
export function volumeWorth(chanceFull: number): number {
  return WORTH.fullVolume * chanceFull;
}

/** Impact × confidence ÷ effort, in money a month. */
export function priorityOf(
  cost: CostChange,
  worth: number,
  confidence: number,
  effort: Recommendation['effort']
): number {
  return ((cost.saving + worth) * confidence) / EFFORT_DIVISOR[effort];
}

/** How much work a change is: whose objects are changed, and whether an operator would undo it. */
export function effortOf(kind: string, hasOwner: boolean): Recommendation['effort'] {
  if (hasOwner) {
    return 'high';
  }
  switch (kind) {
    case 'Deployment':
    case 'CronJob':
      return 'low';
    case 'StatefulSet':
    case 'DaemonSet':
      return 'medium';
    default:
      return 'high';
  }
}

/** Less memory may kill, less CPU may slow down; with little history both are worse. */
export function riskOf(resource: Target['resource'], isLowered: boolean, confidence: number): Recommendation['risk'] {
  if (!isLowered) {
    return 'low';
  }
  if (confidence < 0.4) {
    return 'high';
  }
  return resource === 'memory' ? 'medium' : 'low';
}

/** Kills are critical; throttling, too little and large savings deserve a warning. */
export function severityOf(
  resource: 'cpu' | 'memory',
  findings: readonly Finding[],
  freed: number,
  worth: number
): Recommendation['severity'] {
  if (findings.includes('out of memory')) {
    return 'critical';
  }
  const isShort = findings.includes('throttled') || findings.includes('under-requested');
  return isShort || worth >= NOTABLE_WORTH || freed >= NOTABLE_SAVING[resource] ? 'warning' : 'info';
}
