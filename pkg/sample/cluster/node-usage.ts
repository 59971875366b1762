import { cumulative } from '../cumulative.ts';
import { noise } from '../noise.ts';
import { keyOf } from '../random.ts';
import { DAY, HOUR, MIB, MINUTE, type Curve } from '../series.ts';
import type { ClusterNode } from './node.ts';
import type { Pod, Workload } from './pod.ts';

/** What a node uses: its own processes and all pods on it. */
export interface NodeUsage {
  /** Cores in use by everything. */
  readonly cpuRate: Curve;
  /** Busy CPU seconds of all cores since the boot. */
  readonly cpuSeconds: Curve;
  /** Seconds since the boot. */
  readonly age: Curve;
  readonly memoryAvailableBytes: Curve;
  readonly diskAvailableBytes: Curve;
  readonly load1: Curve;
}

/** Cores that k3s, container runtime and kernel take. */
const SYSTEM_CORES = 0.12;
const SYSTEM_MEMORY = 700 * MIB;
/** No node is ever busier than this share of its cores. */
const BUSIEST = 0.9;

/** The least that a node's CPUs do, in cores; what drifts of single counters must stay below. */
export const LEAST_CORES = SYSTEM_CORES * 0.6;

function podsOn(node: ClusterNode, workloads: readonly Workload[]): (tMs: number) => readonly Pod[] {
  return (tMs) => {
    const pods: Pod[] = [];
    for (const workload of workloads) {
      for (let replica = 0; replica < workload.spec.replicas; replica++) {
        const pod = workload.podAt(replica, tMs);
        if (pod?.node === node) {
          pods.push(pod);
        }
      }
    }
    return pods;
  };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** Counters of every boot session start at zero; their integrals are kept one a session. */
function sinceBoot(node: ClusterNode, rate: Curve): Curve {
  const sessions = new Map<number, Curve>();
  return (tMs) => {
    const index = node.bootIndexAt(tMs);
    const known = sessions.get(index) ?? cumulative(rate, node.bootTime(index));
    sessions.set(index, known);
    return known(tMs);
  };
}

/** Derives a node's use from the workloads that run on it. */
export function nodeUsage(node: ClusterNode, workloads: readonly Workload[], anchorMs: number): NodeUsage {
  const pods = podsOn(node, workloads);
  const wander = noise(keyOf(node.key, 'system'), { slowestMs: 3 * HOUR, layers: 5, decay: 0.7 });
  const cache = noise(keyOf(node.key, 'cache'), { slowestMs: 10 * HOUR, layers: 4, decay: 0.7 });
  const files = noise(keyOf(node.key, 'files'), { slowestMs: 12 * HOUR, layers: 6, decay: 0.6 });
  const queue = noise(keyOf(node.key, 'queue'), { slowestMs: 12 * MINUTE, layers: 3, decay: 0.8 });

  const cpuRate: Curve = (tMs) => {
    const cores = SYSTEM_CORES * Math.exp(0.3 * wander(tMs)) + sum(pods(tMs), (pod) => podCores(pod, tMs));
    return Math.min(BUSIEST * node.cores, Math.max(LEAST_CORES, cores));
  };
  return {
    cpuRate,
    cpuSeconds: sinceBoot(node, cpuRate),
    age: (tMs) => Math.max(0, tMs - node.bootTime(node.bootIndexAt(tMs))) / 1000,
    memoryAvailableBytes: (tMs) => {
      const used = SYSTEM_MEMORY + 150 * MIB * cache(tMs) + sum(pods(tMs), (pod) => podMemory(pod, tMs));
      return Math.max(0.02 * node.memoryBytes, node.memoryBytes - used);
    },
    diskAvailableBytes: (tMs) => {
      const days = (tMs - anchorMs) / DAY;
      const used = node.diskUsed + node.diskGrowthPerDay * days + 0.006 * files(tMs);
      return node.diskBytes * (1 - Math.min(1, Math.max(0.05, used)));
    },
    load1: (tMs) => Math.max(0, 1.1 * cpuRate(tMs) * Math.exp(0.5 * queue(tMs))),
  };
}

function podCores(pod: Pod, tMs: number): number {
  return sum(pod.containers, (one) => one.cpuRate(tMs));
}

function podMemory(pod: Pod, tMs: number): number {
  return sum(pod.containers, (one) => one.workingSetBytes(tMs));
}
