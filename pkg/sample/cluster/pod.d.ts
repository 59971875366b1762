import { type Schedule } from '../schedule.ts';
import { type Container } from './container.ts';
import type { ClusterNode } from './node.ts';
import type { WorkloadSpec } from './workload.ts';
/** A pod of a workload, within [fromMs, untilMs). */
export interface Pod {
    readonly workload: WorkloadSpec;
    readonly name: string;
    readonly uid: string;
    readonly ip: string;
    /** Name of the replica set or stateful set that made it. */
    readonly owner: string;
    readonly node: ClusterNode;
    readonly fromMs: number;
    readonly untilMs: number;
    readonly containers: readonly Container[];
}
/** A workload with its rollouts; pods are numbered by rollout and replica. */
export interface Workload {
    readonly spec: WorkloadSpec;
    readonly key: number;
    readonly rollouts: Schedule;
    /** Name of the replica set of a rollout; of the stateful set itself for a stateful set. */
    ownerOf(rollout: number): string;
    /** The pod in a replica's place at an instant; always the same object for the same pod. */
    podAt(replica: number, tMs: number): Pod | undefined;
    /** Pods that exist at some instant of [fromMs, toMs]. */
    podsBetween(fromMs: number, toMs: number): readonly Pod[];
}
/** Builds pods from specifications; every look-up gives the same pods, so that their counters carry on. */
export declare function workloadOf(seed: number, spec: WorkloadSpec, nodes: readonly ClusterNode[], anchorMs: number): Workload;
