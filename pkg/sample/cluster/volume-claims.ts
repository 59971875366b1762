import { GIB } from '../series.ts';
import type { FillSpec } from '../volumes/fill-spec.ts';

/** A persistent volume claim, the workload that mounts it, and how it fills. */
export interface ClaimSpec {
  readonly namespace: string;
  readonly name: string;
  /** Workload and node that mount the volume. */
  readonly workload: string;
  readonly node: string;
  readonly requestedBytes: number;
  readonly fill: FillSpec;
}

/** One claim of each shape. `postgres-data` is the one that is full three days after the anchor. */
export const CLAIM_SPECS: readonly ClaimSpec[] = [
  {
    namespace: 'shop',
    name: 'postgres-data',
    workload: 'postgres',
    node: 'k3s-agent-1',
    requestedBytes: 50 * GIB,
    fill: { shape: 'linear', fullAfterDays: 3, perDay: 0.021, daily: 0.35, weekly: 0.1, noise: 0.0015 },
  },
  {
    namespace: 'shop',
    name: 'redis-data',
    workload: 'redis',
    node: 'k3s-agent-2',
    requestedBytes: 8 * GIB,
    fill: { shape: 'saturating', plateau: 0.72, from: 0.2, startDaysAgo: 32, timeConstantDays: 7, noise: 0.006 },
  },
  {
    namespace: 'shop',
    name: 'minio-objects',
    workload: 'minio',
    node: 'k3s-agent-2',
    requestedBytes: 500 * GIB,
    fill: {
      shape: 'seasonal-trend',
      fullAfterDays: 24,
      perDay: 0.009,
      daily: 0.5,
      weekly: 0.4,
      swing: 0.012,
      noise: 0.002,
    },
  },
  {
    namespace: 'shop',
    name: 'search-index',
    workload: 'search',
    node: 'k3s-server-1',
    requestedBytes: 100 * GIB,
    fill: { shape: 'accelerating', fullAfterDays: 11, from: 0.28, timeConstantDays: 13, noise: 0.003 },
  },
  {
    namespace: 'backup',
    name: 'nightly-backups',
    workload: 'backup',
    node: 'k3s-agent-1',
    requestedBytes: 200 * GIB,
    fill: { shape: 'batches', fullAfterDays: 8, perBatch: 0.019, hour: 2, lengthMinutes: 50, noise: 0 },
  },
  {
    namespace: 'monitoring',
    name: 'log-archive',
    workload: 'loki',
    node: 'k3s-agent-2',
    requestedBytes: 40 * GIB,
    fill: { shape: 'sawtooth', everyDays: 2, hour: 3, low: 0.18, peak: 0.68, noise: 0.003 },
  },
  {
    namespace: 'monitoring',
    name: 'prometheus-data',
    workload: 'prometheus',
    node: 'k3s-server-1',
    requestedBytes: 60 * GIB,
    fill: { shape: 'irregular-sawtooth', everyDays: 4, low: 0.3, peak: 0.82, noise: 0.003 },
  },
  {
    namespace: 'monitoring',
    name: 'grafana-data',
    workload: 'grafana',
    node: 'k3s-agent-1',
    requestedBytes: 5 * GIB,
    fill: { shape: 'linear', fullAfterDays: 210, perDay: 0.0026, daily: 0.2, weekly: 0.2, noise: 0.001 },
  },
];
