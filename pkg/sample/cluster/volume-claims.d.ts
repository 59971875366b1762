import type { FillSpec } from '../volumes/fill-spec.ts';
/** A persistent volume claim, the workload that mounts it, and how it fills. */
export interface ClaimSpec {
    readonly namespace: string;
    readonly name: string;
    /** Workload and node that mount the volume. */
    readonly workload: string;
    readonly node: string;
    readonly requestedBytes: number;
    readonly fill: FillSpec;
}
/** One claim of each shape. `postgres-data` is the one that is full three days after the anchor. */
export declare const CLAIM_SPECS: readonly ClaimSpec[];
