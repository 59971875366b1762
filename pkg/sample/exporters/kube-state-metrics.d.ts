import type { ClusterModel } from '../cluster/cluster.ts';
import type { Pod, Workload } from '../cluster/pod.ts';
import { type SampleSeries } from '../series.ts';
/** kube-state-metrics about nodes, scales and claims: what does not come and go with pods. */
export declare function clusterStateSeries(model: ClusterModel): SampleSeries[];
/** kube-state-metrics about one pod. */
export declare function podStateSeries(model: ClusterModel, pod: Pod): SampleSeries[];
/** The owner of the replica set of one rollout of a deployment, until the next one; older ones without pods are left out. */
export declare function replicaSetSeries(model: ClusterModel, workload: Workload, rollout: number): SampleSeries[];
