import type { HeadroomQuery } from '../types.ts';

/** A query to start from, with its purpose. */
export interface ExampleQuery {
  readonly title: string;
  readonly explanation: string;
  readonly query: Omit<HeadroomQuery, 'refId'>;
}

/** Examples on the metrics of node_exporter and kubelet, which nearly every cluster has. */
export const EXAMPLE_QUERIES: readonly ExampleQuery[] = [
  {
    title: 'CPU of each node, a week ahead',
    explanation: 'A ratio can neither be negative nor exceed 1, so the bounds keep the bands honest.',
    query: {
      queryType: 'forecast',
      expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
      capacity: '1',
      lowerBound: 0,
      upperBound: 1,
    },
  },
  {
    title: 'Memory of each node, a week ahead',
    explanation: 'The capacity is an expression too: its series are matched by the labels that both have.',
    query: {
      queryType: 'forecast',
      expr: 'sum by (instance) (node_memory_MemTotal_bytes - node_memory_MemAvailable_bytes)',
      capacity: 'sum by (instance) (node_memory_MemTotal_bytes)',
    },
  },
  {
    title: 'When each volume is likely to be full',
    explanation: 'A breach: dates, the chance within four days, and how full each volume is now.',
    query: {
      queryType: 'breach',
      expr: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes)',
      capacity: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes)',
      format: 'table',
    },
  },
  {
    title: 'Days until each file system is full',
    explanation: 'The available bytes must stay above zero, so the breach is below the capacity of 0.',
    query: {
      queryType: 'breach',
      expr: 'node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"}',
      capacity: '0',
      direction: 'down',
      measure: 'days',
      horizon: '30d',
    },
  },
];
