import type { Claim, Enlargement } from './cluster/claim.ts';
import { clusterModel, type ClusterModel } from './cluster/cluster.ts';
import type { Pod, Workload } from './cluster/pod.ts';
import { clusterStateSeries, podStateSeries, replicaSetSeries } from './exporters/kube-state-metrics.ts';
import { plannedIncidents, type Incident, type Victim } from './incidents/incident.ts';
import { PAYMENTS_VICTIMS, PAYMENTS_WORKLOADS } from './cluster/payments-workloads.ts';
import { STEADY } from './cluster/profiles.ts';
import { cadvisorSeries, kubeletSeries } from './exporters/kubelet.ts';
import { nodeExporterSeries } from './exporters/node-exporter.ts';
import type { SampleSeries } from './series.ts';

/** What the sample cluster depends on; nothing else has an influence on any value. */
export interface SampleClusterOptions {
  readonly seed: number;
  /** Unix milliseconds that breaches are planned for: `postgres-data` is full three days later. */
  readonly anchorMs: number;
  /** Volumes made larger so far. Read anew for each value, so its owner may add to it while the cluster is in use. */
  readonly enlargements?: readonly Enlargement[];
  /** Incidents beside those that the seed plans. Read anew as well; one that is added must not begin in the past. */
  readonly injected?: readonly Incident[];
}

/** A small Kubernetes cluster that exists only as functions of time. */
export interface SampleCluster {
  readonly seed: number;
  readonly anchorMs: number;
  /** What incidents can strike. */
  readonly workloads: readonly Victim[];
  /** Incidents that the seed plans before the anchor. */
  readonly planned: readonly Incident[];
  /** Persistent volume claims with the truth about their future. */
  readonly claims: readonly Claim[];
  /**
   * Every series that exists at some instant of [fromMs, toMs], sorted by metric name. A series that is asked for again
   * is the same object, so that counters carry on cheaply; ask for instants in rising order where you can.
   */
  seriesBetween(fromMs: number, toMs: number): readonly SampleSeries[];
}

const VICTIMS: readonly Victim[] = PAYMENTS_VICTIMS.map((name) => ({
  namespace: 'payments',
  name,
  isSteady: PAYMENTS_WORKLOADS.find((one) => one.name === name)?.load === STEADY,
}));

/** Keeps what was made for a key, so that the same object is given again. */
function remember<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

function replicaSets(model: ClusterModel, workload: Workload): (fromMs: number, toMs: number) => SampleSeries[] {
  const ofRollout = remember((rollout: number) => replicaSetSeries(model, workload, rollout));
  return (fromMs, toMs) => {
    const first = workload.rollouts.indexAt(fromMs);
    const count = workload.rollouts.indexAt(toMs) - first + 1;
    return Array.from({ length: count }, (_, i) => ofRollout(first + i)).flat();
  };
}

/**
 * A seeded cluster of three k3s nodes with a web shop on it, as node_exporter, kubelet, cAdvisor and kube-state-metrics
 * show it: growth, seasons, noise, failed scrapes, restarts, reboots, rollouts, and a volume of every shape. Values are
 * pure functions of (seed, anchor, enlargements, instant): any window of time can be had, and a live exporter agrees
 * with history that was written before.
 */
export function sampleCluster(options: SampleClusterOptions): SampleCluster {
  const { seed, anchorMs, enlargements = [], injected = [] } = options;
  const planned = plannedIncidents(seed, anchorMs, VICTIMS);
  const model = clusterModel({ seed, anchorMs, enlargements, incidents: { planned, injected } });
  const lasting = [...nodeExporterSeries(model), ...kubeletSeries(model), ...clusterStateSeries(model)];
  const ofPod = remember((pod: Pod) => [...cadvisorSeries(model, pod), ...podStateSeries(model, pod)]);
  const deployments = model.workloads.filter((workload) => workload.spec.kind === 'Deployment');
  const ofDeployments = deployments.map((workload) => replicaSets(model, workload));
  return {
    seed,
    anchorMs,
    workloads: model.workloads.map(({ spec }) => ({ namespace: spec.namespace, name: spec.name })),
    planned,
    claims: model.claims,
    seriesBetween: (fromMs, toMs) => {
      const pods = model.workloads.flatMap((workload) => workload.podsBetween(fromMs, toMs));
      const series = [...lasting, ...pods.flatMap(ofPod), ...ofDeployments.flatMap((find) => find(fromMs, toMs))];
      return series.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    },
  };
}
