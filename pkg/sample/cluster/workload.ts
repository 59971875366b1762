import type { LoadShape } from '../load.ts';

/** CPU in cores and memory in bytes, as in a pod's requests or limits. */
export interface Resources {
  readonly cpu?: number;
  readonly memory?: number;
}

/** What one container of a pod uses and what it has been given. Amounts are per replica. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** Cores used without any load, and on top of it at load 1. */
  readonly idleCores: number;
  readonly busyCores: number;
  readonly memory: {
    readonly baseBytes: number;
    /** On top at load 1; follows the load with hours of inertia. */
    readonly loadBytes: number;
    /** What leaks away from the start of the container on. */
    readonly leakBytesPerHour: number;
  };
  readonly requests: Resources;
  readonly limits: Resources;
  /** Mean days between restarts of the container inside its pod. */
  readonly restartEveryDays: number;
  /** Its restarts are kills for lack of memory. */
  readonly killedForMemory?: boolean;
  /** Cores that it uses on top while it starts. */
  readonly startBurstCores?: number;
}

/** A horizontal pod autoscaler by CPU. The sample cluster shows it; its replicas stay as they are. */
export interface AutoscalerSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Of the request. */
  readonly cpuTargetPercent: number;
}

/** A deployment or stateful set and how it behaves. */
export interface WorkloadSpec {
  readonly namespace: string;
  readonly name: string;
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly replicas: number;
  /** Mean days between rollouts; each replaces all pods one after the other. */
  readonly rolloutEveryDays: number;
  readonly load: LoadShape;
  readonly containers: readonly ContainerSpec[];
  /** Bytes a second that a pod receives and sends: always, and on top for each core that it uses. */
  readonly network: {
    readonly receive: number;
    readonly transmit: number;
    readonly receivePerCore: number;
    readonly transmitPerCore: number;
  };
  /** Name of the node that its volume ties it to. */
  readonly node?: string;
  readonly autoscaler?: AutoscalerSpec;
}
