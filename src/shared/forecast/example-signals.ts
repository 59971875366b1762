import { DERIVED_SIGNALS } from '#contract/derived-signals.ts';
import type { BreachKind } from './breach-words.ts';

/** A signal with its capacity, as it is written by people. */
export interface SignalQuery {
  readonly expr: string;
  /** A number, a PromQL expression, or empty. */
  readonly capacity: string;
  readonly direction: 'up' | 'down';
  /** Id of a Grafana unit. */
  readonly unit: string;
}

/** A signal to start from. */
export interface ExampleSignal {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  readonly breachKind: BreachKind;
  readonly query: SignalQuery;
  /** What the signal can never be below or above. */
  readonly bounds?: { readonly lowerBound: number; readonly upperBound: number };
}

/** Examples on the metrics of node_exporter and kubelet, which nearly every cluster has. */
export const EXAMPLE_SIGNALS: readonly ExampleSignal[] = [
  {
    id: 'volumes',
    title: 'Volumes',
    explanation: 'Used bytes of each persistent volume, against its size',
    breachKind: 'full',
    query: {
      expr: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes)',
      capacity: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes)',
      direction: 'up',
      unit: 'bytes',
    },
  },
  {
    id: 'cpu',
    title: 'CPU',
    explanation: 'Busy share of the cores of each node',
    breachKind: 'at-capacity',
    query: {
      expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
      capacity: '0.9',
      direction: 'up',
      unit: 'percentunit',
    },
    bounds: { lowerBound: 0, upperBound: 1 },
  },
  {
    id: 'memory',
    title: 'Memory',
    explanation: 'Used memory of each node, against what it has',
    breachKind: 'at-capacity',
    query: {
      expr: 'sum by (instance) (node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes)',
      capacity: 'sum by (instance) (node_memory_MemTotal_bytes)',
      direction: 'up',
      unit: 'bytes',
    },
  },
  {
    id: 'disk',
    title: 'Disk',
    explanation: 'Used bytes of the root file system of each node, against its size',
    breachKind: 'full',
    query: {
      expr: 'sum by (instance) (node_filesystem_size_bytes{mountpoint="/"} - node_filesystem_avail_bytes{mountpoint="/"})',
      capacity: 'sum by (instance) (node_filesystem_size_bytes{mountpoint="/"})',
      direction: 'up',
      unit: 'bytes',
    },
  },
  {
    id: 'network',
    title: 'Network',
    explanation: 'Bytes that each node receives a second',
    breachKind: 'at-capacity',
    query: {
      expr: 'sum by (instance) (rate(node_network_receive_bytes_total{device!="lo"}[5m]))',
      capacity: '',
      direction: 'up',
      unit: 'binBps',
    },
  },
];

/** Figures that are derived from several metrics, under the names that recording rules give them. */
export const DERIVED_EXAMPLES: readonly ExampleSignal[] = DERIVED_SIGNALS.map(
  ({ id, title, explanation, expr, capacity, direction, unit }) => ({
    id,
    title,
    explanation,
    breachKind: direction === 'down' ? 'below' : 'at-capacity',
    query: { expr, capacity, direction, unit },
  })
);

/** The example that a query asks for, whatever its capacity and unit are; `undefined` when it is somebody's own. */
export function exampleOf({ expr }: Pick<SignalQuery, 'expr'>): ExampleSignal | undefined {
  return [...EXAMPLE_SIGNALS, ...DERIVED_EXAMPLES].find((example) => example.query.expr === expr);
}

/** What a breach of a signal means, in words. */
export function breachKindOf(query: Pick<SignalQuery, 'expr' | 'direction'>): BreachKind {
  return query.direction === 'down' ? 'below' : (exampleOf(query)?.breachKind ?? 'at-capacity');
}
