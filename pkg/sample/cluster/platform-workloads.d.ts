import type { WorkloadSpec } from './workload.ts';
/** What a cluster runs for its own sake: backup, monitoring, ingress, names. */
export declare const PLATFORM_WORKLOADS: readonly WorkloadSpec[];
