import type { WatchedSignalInput } from '#contract/anomaly-rest.ts';

/** A signal to watch in one click. */
export interface PresetSignal {
  readonly id: string;
  readonly explanation: string;
  readonly input: WatchedSignalInput;
}

/**
 * A tenth off, or a burst of some minutes such as a start, is nothing that anybody would look at. Averages over
 * replicas do not dip when one scrape fails.
 */
const LEAST = { minRelativeDeviation: 0.1, minDuration: '10m' };

/** Signals on the metrics of cAdvisor, kubelet and node_exporter, which nearly every cluster has. */
export const PRESET_SIGNALS: readonly PresetSignal[] = [
  {
    id: 'workload-cpu',
    explanation: 'Cores that each container uses, on average over its replicas',
    input: {
      name: 'CPU by workload',
      unit: 'suffix:cores',
      query: {
        expr: 'avg by (namespace, container) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))',
        legendFormat: '{{namespace}}/{{container}}',
        ...LEAST,
      },
    },
  },
  {
    id: 'workload-memory',
    explanation:
      'Memory that each container holds, on average over its replicas; a restart that frees some is no anomaly',
    input: {
      name: 'Memory by workload',
      unit: 'bytes',
      query: {
        expr: 'avg by (namespace, container) (container_memory_working_set_bytes{container!=""})',
        legendFormat: '{{namespace}}/{{container}}',
        direction: 'up',
        ...LEAST,
      },
    },
  },
  {
    id: 'node-cpu',
    explanation: 'Busy share of the cores of each node',
    input: {
      name: 'Node CPU',
      unit: 'percentunit',
      query: {
        expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
        legendFormat: '{{instance}}',
        minDeviation: 0.03,
        minDuration: '10m',
      },
    },
  },
  {
    id: 'node-network',
    explanation: 'Bytes that each node receives a second',
    input: {
      name: 'Node network',
      unit: 'binBps',
      query: {
        expr: 'sum by (instance) (rate(node_network_receive_bytes_total{device!="lo"}[5m]))',
        legendFormat: '{{instance}}',
        ...LEAST,
      },
    },
  },
  {
    id: 'volume-growth',
    explanation: 'Bytes that each persistent volume gains or loses a second, over half an hour',
    input: {
      name: 'Volume growth',
      unit: 'binBps',
      query: {
        expr: 'max by (namespace, persistentvolumeclaim) (deriv(kubelet_volume_stats_used_bytes[30m]))',
        legendFormat: '{{namespace}}/{{persistentvolumeclaim}}',
        minDuration: '10m',
      },
    },
  },
];
