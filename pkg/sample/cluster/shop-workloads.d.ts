import type { WorkloadSpec } from './workload.ts';
/** A web shop and its data. */
export declare const SHOP_WORKLOADS: readonly WorkloadSpec[];
