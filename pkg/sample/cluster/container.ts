import { cumulative, sinceReset } from '../cumulative.ts';
import type { Disturbance } from '../incidents/disturbance.ts';
import { noise } from '../noise.ts';
import { between, keyOf } from '../random.ts';
import { schedule } from '../schedule.ts';
import { DAY, HOUR, MINUTE, SECOND, type Curve } from '../series.ts';
import type { ClusterNode } from './node.ts';
import type { ContainerSpec } from './workload.ts';

/** A container of a pod and what it uses. Counters are zero when the container starts. */
export interface Container {
  readonly spec: ContainerSpec;
  /** Cores in use. */
  readonly cpuRate: Curve;
  /** CPU seconds since the container started. */
  readonly cpuSeconds: Curve;
  /** Seconds since the container started. */
  readonly age: Curve;
  /** Bytes in use that cannot be given up. */
  readonly workingSetBytes: Curve;
  /** Restarts since the pod was created. */
  readonly restarts: Curve;
  /** Enforcement periods so far and how many of them were cut short; absent without a CPU limit. */
  readonly throttling?: { readonly periods: Curve; readonly throttledPeriods: Curve };
}

/** Where and when a container runs. */
export interface ContainerSetting {
  readonly key: number;
  readonly node: ClusterNode;
  /** Incidents included. */
  readonly load: Curve;
  readonly disturbance: Disturbance;
  /** Unix milliseconds at which the pod was created. */
  readonly fromMs: number;
}

/** Enforcement periods a second (100 ms each) in which an average container has something to do. */
const ACTIVE_PERIODS = 8.5;
const MEMORY_CEILING = 0.97;
const WARM_UP = 2 * HOUR;
/** How long a container is busy with its start. */
const START = 150 * SECOND;

function starts(spec: ContainerSpec, { key, node, fromMs }: ContainerSetting) {
  const everyMs = spec.restartEveryDays * DAY;
  const crashKey = keyOf(key, 'crashes');
  const phaseMs = fromMs + everyMs * between(keyOf(crashKey, 'phase'), 0, 0.2, 1);
  // A leak fills memory in the same time again and again.
  const jitter = spec.killedForMemory === true ? 0.1 : 0.8;
  const crashes = schedule({ key: crashKey, everyMs, phaseMs, jitter });
  const startedMs: Curve = (tMs) =>
    Math.max(fromMs, crashes.timeOf(crashes.indexAt(tMs)), node.bootTime(node.bootIndexAt(tMs)));
  const count: Curve = (tMs) =>
    crashes.indexAt(tMs) - crashes.indexAt(fromMs) + (node.bootIndexAt(tMs) - node.bootIndexAt(fromMs));
  return { startedMs, count };
}

function workingSet(spec: ContainerSpec, { key, load }: ContainerSetting, startedMs: Curve): Curve {
  const wander = noise(keyOf(key, 'memory'), { slowestMs: 8 * HOUR, layers: 5, decay: 0.7 });
  const limit = (spec.limits.memory ?? Infinity) * MEMORY_CEILING;
  const { baseBytes, loadBytes, leakBytesPerHour } = spec.memory;
  return (tMs) => {
    const ageMs = Math.max(0, tMs - startedMs(tMs));
    const cold = 0.35 * Math.exp(-ageMs / WARM_UP);
    const inertLoad = (load(tMs) + load(tMs - HOUR) + load(tMs - 2 * HOUR)) / 3;
    const bytes = baseBytes * (1 - cold) + loadBytes * inertLoad + (leakBytesPerHour * ageMs) / HOUR;
    return Math.min(limit, bytes * (1 + 0.05 * wander(tMs)));
  };
}

/** Part of the enforcement periods that are cut short when `use` of the limit is needed on average. */
function throttledPart(use: number): number {
  const excess = Math.min(1, Math.max(0, (use - 0.55) / 0.5));
  return 0.9 * excess * excess;
}

/** A container whose use follows its workload's load, with a character of its own. */
export function container(spec: ContainerSpec, setting: ContainerSetting): Container {
  const { key, load, disturbance, fromMs } = setting;
  const { startedMs, count } = starts(spec, setting);
  const own = noise(keyOf(key, 'cpu'), { slowestMs: 40 * MINUTE, layers: 4, decay: 0.7 });
  const limit = spec.limits.cpu;
  const burst = spec.startBurstCores ?? 0;
  const wanted: Curve = (tMs) =>
    (spec.idleCores + spec.busyCores * load(tMs)) * Math.exp(0.15 * own(disturbance.moment(tMs))) +
    (tMs - startedMs(tMs) < START ? burst : 0);
  const cpuRate: Curve = limit === undefined ? wanted : (tMs) => Math.min(limit, wanted(tMs));
  const sinceStart = (total: Curve): Curve => sinceReset(total, startedMs);
  const age: Curve = (tMs) => Math.max(0, tMs - startedMs(tMs)) / 1000;
  const base = {
    spec,
    cpuRate,
    cpuSeconds: sinceStart(cumulative(cpuRate, fromMs)),
    age,
    workingSetBytes: workingSet(spec, setting, startedMs),
    restarts: count,
  };
  if (limit === undefined) {
    return base;
  }
  const throttledRate: Curve = (tMs) => ACTIVE_PERIODS * throttledPart(wanted(tMs) / limit);
  return {
    ...base,
    throttling: {
      periods: (tMs) => ACTIVE_PERIODS * age(tMs),
      throttledPeriods: sinceStart(cumulative(throttledRate, fromMs)),
    },
  };
}
