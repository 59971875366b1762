import { type Claim, type Enlargement } from './claim.ts';
import { type ClusterNode } from './node.ts';
import { type NodeUsage } from './node-usage.ts';
import { type Workload } from './pod.ts';
/** What happens on the cluster, before any exporter tells of it. */
export interface ClusterModel {
    readonly seed: number;
    readonly anchorMs: number;
    readonly nodes: readonly {
        readonly node: ClusterNode;
        readonly usage: NodeUsage;
    }[];
    readonly workloads: readonly Workload[];
    readonly claims: readonly Claim[];
    /** Whether a scrape of a target works at an instant; the same target always gives the same function. */
    scrapes(target: string): (tMs: number) => boolean;
}
/** What the model of a cluster depends on. */
export interface ClusterModelOptions {
    readonly seed: number;
    readonly anchorMs: number;
    readonly enlargements: readonly Enlargement[];
}
/** The sample cluster as nodes, workloads and claims. */
export declare function clusterModel({ seed, anchorMs, enlargements }: ClusterModelOptions): ClusterModel;
