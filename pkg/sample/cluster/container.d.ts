import { type Curve } from '../series.ts';
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
    readonly throttling?: {
        readonly periods: Curve;
        readonly throttledPeriods: Curve;
    };
}
/** Where and when a container runs. */
export interface ContainerSetting {
    readonly key: number;
    readonly node: ClusterNode;
    readonly load: Curve;
    /** Unix milliseconds at which the pod was created. */
    readonly fromMs: number;
}
/** A container whose use follows its workload's load, with a character of its own. */
export declare function container(spec: ContainerSpec, setting: ContainerSetting): Container;
