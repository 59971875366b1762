import type { Curve } from '../series.ts';
import { type Volume } from '../volumes/volume.ts';
import type { ClusterNode } from './node.ts';
import type { Workload } from './pod.ts';
import type { ClaimSpec } from './volume-claims.ts';
/** Somebody made a volume larger: from `atMs` on its capacity is `factor` times what it was. */
export interface Enlargement {
    readonly namespace: string;
    readonly name: string;
    readonly atMs: number;
    readonly factor: number;
}
/** A persistent volume claim of the cluster with its volume, node and workload. */
export interface Claim {
    readonly spec: ClaimSpec;
    readonly node: ClusterNode;
    readonly workload: Workload;
    readonly volumeName: string;
    /** The volume as it would be without enlargements; its truth. */
    readonly volume: Volume;
    readonly requestedBytes: Curve;
    readonly capacityBytes: Curve;
    readonly usedBytes: Curve;
}
/** What a claim stands on. */
export interface ClaimSetting {
    readonly seed: number;
    readonly anchorMs: number;
    readonly nodes: readonly ClusterNode[];
    readonly workloads: readonly Workload[];
    /** Read anew for each value, so its owner may add to it. */
    readonly enlargements: readonly Enlargement[];
}
/** Throws `RangeError` when the specification names a node or workload that is not there. */
export declare function claimOf(spec: ClaimSpec, setting: ClaimSetting): Claim;
