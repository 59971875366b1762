import { formatDuration } from '#contract/duration.ts';

/** What is asked of Prometheus about a cluster. */
export interface ClusterScope {
  /** Only this namespace; empty: all. */
  readonly namespace: string;
  readonly historyMs: number;
  readonly stepMs: number;
}

/** A rate needs two samples within its window, and servers scrape as rarely as once in two minutes. */
const LEAST_RATE_MS = 300_000;

/** The expressions that a cluster is read with; each gives one value a label set that it keeps. */
export interface ClusterQueries {
  readonly cpu: string;
  readonly memory: string;
  readonly requests: string;
  readonly limits: string;
  readonly podOwners: string;
  readonly replicaSetOwners: string;
  readonly jobOwners: string;
  readonly replicas: string;
  readonly autoscalers: string;
  readonly initContainers: string;
  readonly restarts: string;
  readonly throttled: string;
  readonly periods: string;
  readonly volumeUse: string;
  readonly volumeCapacity: string;
  /** How often each of the named pods' containers had been restarted. */
  restartsOf(pods: readonly string[]): string;
  /** 1 where the container's last end was a kill for lack of memory. */
  outOfMemoryOf(pods: readonly string[]): string;
}

/** Builds the expressions; a namespace is put between quotes, so it can be any text. */
export function clusterQueries({ namespace, historyMs, stepMs }: ClusterScope): ClusterQueries {
  const within = namespace === '' ? '' : `namespace=${JSON.stringify(namespace)}`;
  const match = (...more: string[]): string => [within, ...more].filter((one) => one !== '').join(',');
  const history = formatDuration(historyMs);
  const rate = formatDuration(Math.max(LEAST_RATE_MS, stepMs));
  const step = formatDuration(stepMs);
  const real = 'container!="",container!="POD"';
  const ofContainer = 'by (namespace, pod, container)';
  const seen = (metric: string, by: string): string =>
    `max by (${by}) (max_over_time(${metric}{${match()}}[${history}]))`;
  const amounts = (metric: string): string =>
    `max by (namespace, pod, container, resource) (${metric}{${match('resource=~"cpu|memory"')}})`;
  const state = (metric: string, pods: readonly string[], more = ''): string =>
    `max ${ofContainer} (${metric}{${match(`pod=~${JSON.stringify(pods.map(escaped).join('|'))}`, more)}})`;
  return {
    cpu: `sum ${ofContainer} (rate(container_cpu_usage_seconds_total{${match(real)}}[${rate}]))`,
    memory: `max ${ofContainer} (max_over_time(container_memory_working_set_bytes{${match(real)}}[${step}]))`,
    requests: amounts('kube_pod_container_resource_requests'),
    limits: amounts('kube_pod_container_resource_limits'),
    podOwners: seen('kube_pod_owner', 'namespace, pod, owner_kind, owner_name'),
    replicaSetOwners: seen('kube_replicaset_owner', 'namespace, replicaset, owner_kind, owner_name'),
    jobOwners: seen('kube_job_owner', 'namespace, job_name, owner_kind, owner_name'),
    replicas: `{__name__=~"kube_deployment_spec_replicas|kube_statefulset_replicas|kube_daemonset_status_desired_number_scheduled",${match()}}`,
    autoscalers: `{__name__=~"kube_horizontalpodautoscaler_(info|spec_min_replicas|spec_max_replicas|spec_target_metric)",${match()}}`,
    initContainers: `max ${ofContainer} (kube_pod_init_container_info{${match()}})`,
    restarts: `max ${ofContainer} (increase(kube_pod_container_status_restarts_total{${match()}}[${history}])) > 0`,
    throttled: `sum ${ofContainer} (increase(container_cpu_cfs_throttled_periods_total{${match(real)}}[${history}]))`,
    periods: `sum ${ofContainer} (increase(container_cpu_cfs_periods_total{${match(real)}}[${history}]))`,
    volumeUse: `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${match()}})`,
    volumeCapacity: `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes{${match()}})`,
    restartsOf: (pods) => state('kube_pod_container_status_restarts_total', pods),
    outOfMemoryOf: (pods) => state('kube_pod_container_status_last_terminated_reason', pods, 'reason="OOMKilled"'),
  };
}

function escaped(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '\\$&');
}
