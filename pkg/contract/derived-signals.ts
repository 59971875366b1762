/** A figure that is derived from what exporters measure: a signal to forecast or watch, and a recording rule. */
export interface DerivedSignal {
  readonly id: string;
  /** Name of the series that the recording rule writes. */
  readonly record: string;
  readonly title: string;
  readonly explanation: string;
  readonly expr: string;
  /** Id of a Grafana unit. */
  readonly unit: string;
  /** A number that the signal should stay on one side of; empty: none. */
  readonly capacity: string;
  readonly direction: 'up' | 'down';
}

const POD = 'namespace, pod, container';
const WORKLOAD = 'namespace, container';
const REAL = 'container!="",container!="POD"';

const CPU_USED = `sum by (${POD}) (rate(container_cpu_usage_seconds_total{${REAL}}[5m]))`;
const MEMORY_USED = `max by (${POD}) (container_memory_working_set_bytes{${REAL}})`;

/** What a container asked for or may use; an amount of 0 is no amount. */
function amount(metric: 'requests' | 'limits', resource: 'cpu' | 'memory'): string {
  return `(max by (${POD}) (kube_pod_container_resource_${metric}{resource="${resource}"}) > 0)`;
}

/** Use over request. Both sums take only the containers that have both: the pods that have ended use nothing. */
function efficiency(used: string, resource: 'cpu' | 'memory'): string {
  const requested = amount('requests', resource);
  return `sum by (${WORKLOAD}) (${used} and ${requested}) / sum by (${WORKLOAD}) (${requested} and ${used})`;
}

/** What was requested and not used. A container that uses more than its request does not make up for another. */
function waste(used: string, resource: 'cpu' | 'memory'): string {
  const requested = amount('requests', resource);
  return `100 * sum by (${WORKLOAD}) (clamp_min(${requested} - ${used}, 0)) / sum by (${WORKLOAD}) (${requested} and ${used})`;
}

/** The largest of several shares; their own label keeps them apart. */
function fullest(by: string, shares: Readonly<Record<string, string>>): string {
  const labelled = Object.entries(shares).map(
    ([resource, share]) => `label_replace(${share}, "resource", "${resource}", "", "")`
  );
  return `max by (${by}) (${labelled.join(' or ')})`;
}

const NODE_CPU = '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))';
const NODE_MEMORY = '1 - max by (instance) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)';
const NODE_DISK =
  '1 - min by (instance) (node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"})';

/** Periods of CPU time in which the kernel held the container back; none where it has no limit. */
const THROTTLED =
  `sum by (${WORKLOAD}) (rate(container_cpu_cfs_throttled_periods_total{${REAL}}[5m])) / ` +
  `(sum by (${WORKLOAD}) (rate(container_cpu_cfs_periods_total{${REAL}}[5m])) > 0)`;
const WITHOUT_RESTART = `avg by (${WORKLOAD}) (increase(kube_pod_container_status_restarts_total[1h]) < bool 0.5)`;

/** Derived signals on the metrics of cAdvisor, kube-state-metrics and node_exporter. */
export const DERIVED_SIGNALS: readonly DerivedSignal[] = [
  {
    id: 'cpu-efficiency',
    record: 'headroom:container_cpu_efficiency:ratio',
    title: 'CPU efficiency',
    explanation: 'CPU that each container uses, as a share of what it requests',
    expr: efficiency(CPU_USED, 'cpu'),
    unit: 'percentunit',
    capacity: '1',
    direction: 'up',
  },
  {
    id: 'memory-efficiency',
    record: 'headroom:container_memory_efficiency:ratio',
    title: 'Memory efficiency',
    explanation: 'Memory that each container holds, as a share of what it requests',
    expr: efficiency(MEMORY_USED, 'memory'),
    unit: 'percentunit',
    capacity: '1',
    direction: 'up',
  },
  {
    id: 'cpu-waste',
    record: 'headroom:container_cpu_waste:percent',
    title: 'CPU waste',
    explanation: 'Part of the requested CPU that nothing uses',
    expr: waste(CPU_USED, 'cpu'),
    unit: 'percent',
    capacity: '',
    direction: 'up',
  },
  {
    id: 'memory-waste',
    record: 'headroom:container_memory_waste:percent',
    title: 'Memory waste',
    explanation: 'Part of the requested memory that nothing holds',
    expr: waste(MEMORY_USED, 'memory'),
    unit: 'percent',
    capacity: '',
    direction: 'up',
  },
  {
    id: 'container-saturation',
    record: 'headroom:container_saturation:ratio',
    title: 'Container saturation',
    explanation: 'CPU or memory of the fullest replica, whichever is nearer to its limit',
    expr: fullest(WORKLOAD, {
      cpu: `${CPU_USED} / ${amount('limits', 'cpu')}`,
      memory: `${MEMORY_USED} / ${amount('limits', 'memory')}`,
    }),
    unit: 'percentunit',
    capacity: '0.9',
    direction: 'up',
  },
  {
    id: 'node-saturation',
    record: 'headroom:node_saturation:ratio',
    title: 'Node saturation',
    explanation: 'CPU, memory or root file system of each node, whichever is fullest',
    expr: fullest('instance', { cpu: NODE_CPU, memory: NODE_MEMORY, disk: NODE_DISK }),
    unit: 'percentunit',
    capacity: '0.9',
    direction: 'up',
  },
  {
    id: 'performance-index',
    record: 'headroom:container_performance_index:percent',
    title: 'Performance index',
    explanation: 'CPU periods without throttling, times the replicas without a restart in the last hour',
    expr: `100 * ${WITHOUT_RESTART} * (1 - (${THROTTLED} or 0 * ${WITHOUT_RESTART}))`,
    unit: 'percent',
    capacity: '90',
    direction: 'down',
  },
];
