import { type Curve } from '../series.ts';
import type { ClusterNode } from './node.ts';
import type { Workload } from './pod.ts';
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
/** The least that a node's CPUs do, in cores; what drifts of single counters must stay below. */
export declare const LEAST_CORES: number;
/** Derives a node's use from the workloads that run on it. */
export declare function nodeUsage(node: ClusterNode, workloads: readonly Workload[], anchorMs: number): NodeUsage;
