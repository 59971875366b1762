import type { Claim } from '../cluster/claim.ts';
import type { ClusterModel } from '../cluster/cluster.ts';
import type { Container } from '../cluster/container.ts';
import type { ClusterNode } from '../cluster/node.ts';
import type { Pod, Workload } from '../cluster/pod.ts';
import type { Resources } from '../cluster/workload.ts';
import { MIB, type Labels, type SampleSeries } from '../series.ts';
import { seriesOf, upSeries, type SeriesMaker, type Target } from './target.ts';

/** A k3s node keeps this back from pods. */
const RESERVED = { cpu: 0.1, memory: 300 * MIB };

function stateTarget(model: ClusterModel): Target {
  return {
    labels: { instance: '10.42.0.9:8080', job: 'kube-state-metrics' },
    isUp: model.scrapes('kube-state-metrics'),
  };
}

function nodeSeries(node: ClusterNode, make: SeriesMaker): SampleSeries[] {
  const amounts = [
    { resource: 'cpu', unit: 'core', all: node.cores, reserved: RESERVED.cpu },
    { resource: 'memory', unit: 'byte', all: node.memoryBytes, reserved: RESERVED.memory },
  ];
  const info = {
    container_runtime_version: 'containerd://1.7.23-k3s2',
    internal_ip: node.ip,
    kernel_version: '6.1.0-28-amd64',
    kubelet_version: 'v1.31.4+k3s1',
    os_image: 'Debian GNU/Linux 12 (bookworm)',
  };
  return [
    make.gauge('kube_node_info', { node: node.name, ...info }, 1),
    ...amounts.flatMap(({ resource, unit, all, reserved }) => [
      make.gauge('kube_node_status_capacity', { node: node.name, resource, unit }, all),
      make.gauge('kube_node_status_allocatable', { node: node.name, resource, unit }, all - reserved),
    ]),
  ];
}

function scaleSeries({ spec }: Workload, make: SeriesMaker): SampleSeries[] {
  const { namespace, name, replicas } = spec;
  if (spec.kind === 'StatefulSet') {
    return [make.gauge('kube_statefulset_replicas', { namespace, statefulset: name }, replicas)];
  }
  return ['kube_deployment_spec_replicas', 'kube_deployment_status_replicas'].map((metric) =>
    make.gauge(metric, { namespace, deployment: name }, replicas)
  );
}

function autoscalerSeries({ spec }: Workload, make: SeriesMaker): SampleSeries[] {
  const { namespace, name, kind, autoscaler } = spec;
  if (autoscaler === undefined) {
    return [];
  }
  const labels = { namespace, horizontalpodautoscaler: name };
  const target = { scaletargetref_api_version: 'apps/v1', scaletargetref_kind: kind, scaletargetref_name: name };
  const metric = { metric_name: 'cpu', metric_target_type: 'utilization' };
  return [
    make.gauge('kube_horizontalpodautoscaler_info', { ...labels, ...target }, 1),
    make.gauge('kube_horizontalpodautoscaler_spec_min_replicas', labels, autoscaler.minReplicas),
    make.gauge('kube_horizontalpodautoscaler_spec_max_replicas', labels, autoscaler.maxReplicas),
    make.gauge(
      'kube_horizontalpodautoscaler_spec_target_metric',
      { ...labels, ...metric },
      autoscaler.cpuTargetPercent
    ),
  ];
}

/** A claim's volume and size; which pods mount it is in {@link podStateSeries}. */
function claimSeries({ spec, volumeName, requestedBytes }: Claim, make: SeriesMaker): SampleSeries[] {
  const labels = { namespace: spec.namespace, persistentvolumeclaim: spec.name };
  const info = { storageclass: 'longhorn', volumemode: 'Filesystem', volumename: volumeName };
  return [
    make.gauge('kube_persistentvolumeclaim_info', { ...labels, ...info }, 1),
    make.gauge('kube_persistentvolumeclaim_resource_requests_storage_bytes', labels, requestedBytes),
  ];
}

/** kube-state-metrics about nodes, scales and claims: what does not come and go with pods. */
export function clusterStateSeries(model: ClusterModel): SampleSeries[] {
  const target = stateTarget(model);
  const make = seriesOf(target);
  return [
    upSeries(target),
    ...model.nodes.flatMap(({ node }) => nodeSeries(node, make)),
    ...model.workloads.flatMap((workload) => [...scaleSeries(workload, make), ...autoscalerSeries(workload, make)]),
    ...model.claims.flatMap((claim) => claimSeries(claim, make)),
  ];
}

function resourceSeries(metric: string, labels: Labels, amounts: Resources, make: SeriesMaker): SampleSeries[] {
  const series: SampleSeries[] = [];
  if (amounts.cpu !== undefined) {
    series.push(make.gauge(metric, { ...labels, resource: 'cpu', unit: 'core' }, amounts.cpu));
  }
  if (amounts.memory !== undefined) {
    series.push(make.gauge(metric, { ...labels, resource: 'memory', unit: 'byte' }, amounts.memory));
  }
  return series;
}

function containerSeries(pod: Pod, { spec, restarts }: Container, make: SeriesMaker): SampleSeries[] {
  const labels = { container: spec.name, ...podLabels(pod) };
  const placed = { ...labels, node: pod.node.name };
  return [
    make.counter('kube_pod_container_status_restarts_total', labels, restarts),
    ...lastEndSeries(labels, { spec, restarts }, make),
    ...resourceSeries('kube_pod_container_resource_requests', placed, spec.requests, make),
    ...resourceSeries('kube_pod_container_resource_limits', placed, spec.limits, make),
  ];
}

/** Why the container ended last; there is none before its first restart, so the value is 0 until then. */
function lastEndSeries(labels: Labels, { spec, restarts }: Pick<Container, 'spec' | 'restarts'>, make: SeriesMaker) {
  const reason = spec.killedForMemory === true ? 'OOMKilled' : 'Error';
  return [
    make.gauge('kube_pod_container_status_last_terminated_reason', { ...labels, reason }, (tMs) =>
      restarts(tMs) > 0 ? 1 : 0
    ),
  ];
}

function podLabels(pod: Pod): Labels {
  return { namespace: pod.workload.namespace, pod: pod.name, uid: pod.uid };
}

/** kube-state-metrics about one pod. */
export function podStateSeries(model: ClusterModel, pod: Pod): SampleSeries[] {
  const make = seriesOf(stateTarget(model), pod);
  const labels = podLabels(pod);
  const kind = pod.workload.kind === 'StatefulSet' ? 'StatefulSet' : 'ReplicaSet';
  const claims = model.claims.filter((claim) => claim.workload.spec === pod.workload);
  const info = {
    created_by_kind: kind,
    created_by_name: pod.owner,
    host_ip: pod.node.ip,
    host_network: 'false',
    node: pod.node.name,
    pod_ip: pod.ip,
  };
  return [
    make.gauge('kube_pod_info', { ...labels, ...info }, 1),
    make.gauge(
      'kube_pod_owner',
      { ...labels, owner_is_controller: 'true', owner_kind: kind, owner_name: pod.owner },
      1
    ),
    ...pod.containers.flatMap((one) => containerSeries(pod, one, make)),
    ...claims.map(({ spec }) =>
      make.gauge(
        'kube_pod_spec_volumes_persistentvolumeclaims_info',
        { ...labels, persistentvolumeclaim: spec.name, volume: 'data' },
        1
      )
    ),
  ];
}

/** The owner of the replica set of one rollout of a deployment, until the next one; older ones without pods are left out. */
export function replicaSetSeries(model: ClusterModel, workload: Workload, rollout: number): SampleSeries[] {
  const { namespace, name } = workload.spec;
  const life = { fromMs: workload.rollouts.timeOf(rollout), untilMs: workload.rollouts.timeOf(rollout + 1) };
  const labels = {
    namespace,
    owner_is_controller: 'true',
    owner_kind: 'Deployment',
    owner_name: name,
    replicaset: workload.ownerOf(rollout),
  };
  return [seriesOf(stateTarget(model), life).gauge('kube_replicaset_owner', labels, 1)];
}
