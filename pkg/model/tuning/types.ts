import type { RegularSeries } from '../series/regular-series.ts';

/** What a container is given: `cpu` in cores, `memory` in bytes. */
export type Resource = 'cpu' | 'memory';

/** Amounts by resource; a missing one is not set. Zero and negative amounts count as not set, as in Kubernetes' limits. */
export type Amounts = Readonly<Partial<Record<Resource, number>>>;

/** A Kubernetes object; `cluster` and `namespace` may be empty where there is only one. */
export interface ObjectRef {
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** What one container of one pod used. Either series may be missing or full of gaps (NaN). */
export interface PodUsage {
  readonly pod: string;
  /** Average cores in use over the step that ends at each grid time. */
  readonly cpu?: RegularSeries;
  /** Largest working set in bytes within the step that ends at each grid time. */
  readonly memory?: RegularSeries;
  /** When the container started, each restart included, Unix milliseconds, ascending; empty: unknown. */
  readonly startsMs: readonly number[];
}

/** One kill for lack of memory. */
export interface OomKill {
  readonly timeMs: number;
  readonly pod: string;
  /** The limit in force at that time, bytes; missing: unknown, the largest use seen stands in. */
  readonly limitBytes?: number;
}

/** How often the kernel cut a container short. */
export interface Throttling {
  /** Share of enforcement periods that were cut short, within [0, 1], over the history. */
  readonly ratio: number;
  /** The limit in force meanwhile, cores; missing: unknown, the largest use seen stands in. */
  readonly limitCores?: number;
}

/** One container of a workload's pods, and how it fared. */
export interface Container {
  readonly name: string;
  /** `sidecar`: runs beside the main one, sized like it; `init`: runs before it and ends, never sized. */
  readonly role: 'main' | 'sidecar' | 'init';
  /** Listed among the pod's `initContainers` although it goes on running: a native sidecar. */
  readonly nativeSidecar?: boolean;
  /** As set now, a replica. */
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** One entry a pod seen in the history, those that are gone included. */
  readonly usage: readonly PodUsage[];
  readonly oomKills: readonly OomKill[];
  /** Missing: not measured, which is not the same as never throttled. */
  readonly throttling?: Throttling;
  /** Restarts of all pods in the history. */
  readonly restarts: number;
}

/** What scales a workload's replicas. */
export interface Autoscaler {
  readonly name: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** What it looks at: a resource, or any other metric. */
  readonly metrics: readonly {
    readonly resource: Resource | 'other';
    /** Target as percent of the request; missing: an absolute target. */
    readonly targetUtilisation?: number;
  }[];
}

/** A Deployment, StatefulSet, DaemonSet, Job or whatever owns pods. */
export interface Workload extends ObjectRef {
  /** Owners above the workload, nearest first, such as an operator's own resource, which may undo a change. */
  readonly owners: readonly ObjectRef[];
  readonly replicas: number;
  readonly autoscaler?: Autoscaler;
  readonly containers: readonly Container[];
}

/** A persistent volume claim (`kind` is PersistentVolumeClaim). */
export interface Volume extends ObjectRef {
  readonly capacityBytes: number;
  /** Bytes used. */
  readonly usage: RegularSeries;
  /** Whether its storage class lets it grow; missing: unknown. */
  readonly expandable?: boolean;
}

/** How sure an amount is: below `lower` it is likely to hurt, above `upper` it is likely waste. Ascending. */
export interface AmountBounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Four different answers: nothing was measured; too little was; what is set is right (or must not be touched, see the
 * reason); another amount is better.
 */
export type Outcome = 'no data' | 'not enough data' | 'no change' | 'change';

/** One step that led to an amount. The sentence is for people; the rest for machines. */
export interface ReasonPart {
  /** Which step: `percentile`, `forecast peak`, `burst`, `start-up`, `out of memory`, `margin`, … */
  readonly step: string;
  readonly sentence: string;
  /** What the step made of the request and the limit; missing: left alone. */
  readonly request?: number;
  readonly limit?: number;
}

/** What a history looks like that deserves a word; each may come with any outcome. */
export type Finding =
  | 'over-requested'
  | 'under-requested'
  | 'throttled'
  | 'out of memory'
  | 'flat at limit'
  | 'start-up peak'
  | 'bursty'
  | 'idle'
  | 'no request'
  | 'no limit'
  | 'autoscaled'
  | 'filling';

/** One resource of one container, all pods: what strategies look at. They see one resource at a time and know no other. */
export interface ResourceHistory {
  readonly resource: Resource;
  /** One series a pod; at least one value each (pods without any are left out). */
  readonly pods: readonly PodSeries[];
  /** Amounts set now; only hysteresis and VPA's weights look at them, so that advice does not feed on itself. */
  readonly request?: number;
  readonly limit?: number;
  /** Kills for lack of memory; empty for CPU. */
  readonly oomKills: readonly OomKill[];
  /** CPU only. */
  readonly throttling?: Throttling;
  /** An autoscaler looks at this resource. */
  readonly autoscaled: boolean;
  /** Containers of the pod that are sized; VPA shares its floors among them. */
  readonly containersInPod: number;
  /** What a forecast sees over the release horizon; missing: no forecast. */
  readonly predictedPeak?: PredictedPeak;
}

/** Peaks of the busiest pod that a forecast sees over the release horizon, cores or bytes. */
export interface PredictedPeak {
  /** Of the expected course. */
  readonly typical: number;
  /** Of the upper edge of its 80 % band. */
  readonly high: number;
}

/** One pod's use of one resource. */
export interface PodSeries {
  readonly pod: string;
  readonly series: RegularSeries;
  readonly startsMs: readonly number[];
}

/** What a strategy would set. */
export interface Proposal {
  readonly kind: 'proposal';
  /** Missing: no advice on it, what is set stays. */
  readonly request?: number;
  /** `none`: there should be no limit. Missing: no advice, what is set stays. */
  readonly limit?: number | 'none';
  /** Of the request; missing: the strategy gives none. */
  readonly bounds?: AmountBounds;
  readonly reason: readonly ReasonPart[];
  readonly findings: readonly Finding[];
  /** What was missing and would have made the advice better, as sentences. */
  readonly lacking: readonly string[];
}

/** Why a strategy proposes nothing: "no data", "not enough data", or a reason to leave things alone. */
export interface NoProposal {
  readonly kind: 'no data' | 'not enough data' | 'no advice';
  readonly reason: readonly ReasonPart[];
  readonly findings: readonly Finding[];
  readonly lacking: readonly string[];
}

/** A pure way from history to amounts. Never throws for any history; amounts are finite and positive. */
export interface Strategy {
  /** As users read it: `current`, `KRR simple`, `KRR simple_limit`, `VPA`, `Headroom`. */
  readonly name: string;
  propose(history: ResourceHistory): Proposal | NoProposal;
}

/** What would have happened, or is predicted to happen, with given amounts; sums over all pods. */
export interface Replay {
  /** Name of the strategy whose amounts these are; `current`: as set now. */
  readonly strategy: string;
  readonly basis: 'history' | 'forecast';
  /** Amounts that were replayed, a replica; missing: none set. */
  readonly request?: number;
  readonly limit?: number;
  /** Pod-minutes that were looked at; everything below refers to them. */
  readonly minutes: number;
  /** CPU: pod-minutes at or near the limit. 0 for memory. Expected value on a forecast. */
  readonly minutesThrottled: number;
  /** Memory: kills for lack of memory. 0 for CPU. Expected value on a forecast. */
  readonly oomKills: number;
  /** Pod-minutes with more use than requested: what the node may not have. */
  readonly minutesOverRequest: number;
  /** 1 − P95 of use / limit (request where there is no limit); negative: P95 is above. NaN: neither is set. */
  readonly headroom: number;
  /** Of the requests of all replicas, by the price book; NaN: no request. */
  readonly costPerMonth: number;
}

/** One amount of one object, before and after. */
export interface Change {
  readonly field: 'cpu request' | 'cpu limit' | 'memory request' | 'memory limit' | 'storage request';
  /** Cores or bytes; missing: not set. */
  readonly before?: number;
  readonly after?: number;
}

/** A number that the advice rests on. */
export interface Evidence {
  /** Such as `P99 of use`, `largest use`, `predicted peak`, `kills for lack of memory`. */
  readonly label: string;
  readonly value: number;
  readonly unit: 'cores' | 'bytes' | 'percent' | 'count' | 'days' | 'bytes a day';
}

/** Money a month for all replicas. */
export interface CostChange {
  readonly currency: string;
  /** NaN where nothing is requested yet: what is not reserved has no price. */
  readonly before: number;
  readonly after: number;
  /** `before − after` where positive, else 0: what costs more is a reliability fix, never a negative saving. */
  readonly saving: number;
  /** `after − before` where positive, else 0; all of `after` where nothing was requested. */
  readonly extra: number;
}

/** The object that a recommendation changes, and what of it. */
export interface Target extends ObjectRef {
  /** Missing for a volume. */
  readonly container?: string;
  /** The container is among the pod's `initContainers`. */
  readonly nativeSidecar?: boolean;
  readonly resource: Resource | 'storage';
  readonly replicas: number;
}

/** One change to one object: one resource of one container (its request and limit together), or the size of a volume. */
export interface Recommendation {
  /** The same for the same object in every run: `cluster/namespace/kind/name/container/resource`. */
  readonly id: string;
  readonly target: Target;
  readonly outcome: Outcome;
  /** Empty unless the outcome is `change`. */
  readonly changes: readonly Change[];
  /** `reliability`: it prevents kills, throttling or a full disk, and may cost more; `saving`: it frees what is unused. */
  readonly purpose: 'saving' | 'reliability' | 'none';
  /** In order; joined by spaces they read as the reason. The first one is the headline. */
  readonly reason: readonly ReasonPart[];
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly bounds?: AmountBounds;
  /** What was missing, as sentences. */
  readonly lacking: readonly string[];
  /** Current, KRR's, VPA's and our answer, on history and, where there is a forecast, on it; empty for volumes. */
  readonly replays: readonly Replay[];
  readonly cost: CostChange;
  /** Within [0, 1]: how much history of how even a kind there is. */
  readonly confidence: number;
  /** How much work and disturbance the change is. */
  readonly effort: 'low' | 'medium' | 'high';
  /** What may go wrong when it is applied. */
  readonly risk: 'low' | 'medium' | 'high';
  readonly severity: 'info' | 'warning' | 'critical';
  /** Impact × confidence ÷ effort, in money a month; 0 unless the outcome is `change`. Sort descending. */
  readonly priority: number;
}
