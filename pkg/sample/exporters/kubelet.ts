import type { Container } from '../cluster/container.ts';
import type { Claim } from '../cluster/claim.ts';
import type { ClusterModel } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/node.ts';
import type { Pod } from '../cluster/pod.ts';
import type { SampleSeries } from '../series.ts';
import { rounded, seriesOf, upSeries, type SeriesMaker, type Target } from './target.ts';

const PAGE = 4096;
const NANO_TICKS = 1e-6;
/** What an enforcement period that was cut short waits on average. */
const SECONDS_PER_THROTTLED_PERIOD = 0.037;

function kubeletTarget(model: ClusterModel, node: ClusterNode, path: string): Target {
  const works = model.scrapes(`kubelet ${node.name}`);
  return {
    labels: { instance: `${node.ip}:10250`, job: 'kubelet', metrics_path: path, node: node.name },
    isUp: (tMs) => works(tMs) && !node.isRebooting(tMs),
  };
}

function volumeSeries({ spec, capacityBytes, usedBytes }: Claim, make: SeriesMaker): SampleSeries[] {
  const labels = { namespace: spec.namespace, persistentvolumeclaim: spec.name };
  return [
    make.gauge('kubelet_volume_stats_capacity_bytes', labels, capacityBytes),
    make.gauge('kubelet_volume_stats_used_bytes', labels, usedBytes),
    make.gauge('kubelet_volume_stats_available_bytes', labels, (tMs) => capacityBytes(tMs) - usedBytes(tMs)),
  ];
}

/** Volume statistics and the `up` of the kubelet of every node. */
export function kubeletSeries(model: ClusterModel): SampleSeries[] {
  return model.nodes.flatMap(({ node }) => {
    const target = kubeletTarget(model, node, '/metrics');
    const make = seriesOf(target);
    const claims = model.claims.filter((claim) => claim.node === node);
    return [upSeries(target), ...claims.flatMap((claim) => volumeSeries(claim, make))];
  });
}

function containerSeries(pod: Pod, one: Container, make: SeriesMaker): SampleSeries[] {
  const labels = {
    container: one.spec.name,
    image: one.spec.image,
    namespace: pod.workload.namespace,
    pod: pod.name,
  };
  const { throttling } = one;
  const usage = [
    make.counter('container_cpu_usage_seconds_total', { ...labels, cpu: 'total' }, rounded(one.cpuSeconds, NANO_TICKS)),
    make.gauge('container_memory_working_set_bytes', labels, rounded(one.workingSetBytes, PAGE)),
  ];
  if (throttling === undefined) {
    return usage;
  }
  const { periods, throttledPeriods } = throttling;
  return [
    ...usage,
    make.counter('container_cpu_cfs_periods_total', labels, rounded(periods, 1)),
    make.counter('container_cpu_cfs_throttled_periods_total', labels, rounded(throttledPeriods, 1)),
    make.counter(
      'container_cpu_cfs_throttled_seconds_total',
      labels,
      rounded((tMs) => SECONDS_PER_THROTTLED_PERIOD * throttledPeriods(tMs), NANO_TICKS)
    ),
  ];
}

function podNetworkSeries(pod: Pod, make: SeriesMaker): SampleSeries[] {
  const labels = { interface: 'eth0', namespace: pod.workload.namespace, pod: pod.name };
  const { receive, receivePerCore, transmit, transmitPerCore } = pod.workload.network;
  const [first] = pod.containers;
  if (first === undefined) {
    return [];
  }
  const bytes = (always: number, perCore: number) =>
    rounded((tMs) => always * first.age(tMs) + perCore * first.cpuSeconds(tMs), 1);
  return [
    make.counter('container_network_receive_bytes_total', labels, bytes(receive, receivePerCore)),
    make.counter('container_network_transmit_bytes_total', labels, bytes(transmit, transmitPerCore)),
  ];
}

/**
 * cAdvisor's series of one pod, as the kubelet serves them. The labels `id` and `name`, which change with every restart
 * of a container, are left out, as many scrape configurations do; so a restart shows as a counter reset.
 */
export function cadvisorSeries(model: ClusterModel, pod: Pod): SampleSeries[] {
  const make = seriesOf(kubeletTarget(model, pod.node, '/metrics/cadvisor'), pod);
  return [...pod.containers.flatMap((one) => containerSeries(pod, one, make)), ...podNetworkSeries(pod, make)];
}
