import { GIB, MIB } from '../series.ts';
import { memory, OFFICE, QUIET_NETWORK, STEADY } from './profiles.ts';
import type { ContainerSpec, WorkloadSpec } from './workload.ts';

/** Ways to be wrongly sized. */
export type TuningCase =
  | 'over-requested'
  | 'under-requested'
  | 'throttled'
  | 'out-of-memory'
  | 'heap-flat-at-limit'
  | 'bursty-start'
  | 'idle'
  | 'no-limits';

interface Planted extends Omit<ContainerSpec, 'name' | 'image' | 'restartEveryDays'> {
  readonly name: string;
  readonly planted: TuningCase;
  readonly load?: WorkloadSpec['load'];
  readonly restartEveryDays?: number;
  readonly rolloutEveryDays?: number;
}

const CASES: readonly Planted[] = [
  {
    name: 'catalog',
    planted: 'over-requested',
    idleCores: 0.01,
    busyCores: 0.07,
    memory: memory(140, 30),
    requests: { cpu: 0.8, memory: 1 * GIB },
    limits: { memory: 1 * GIB },
  },
  {
    name: 'pricing',
    planted: 'under-requested',
    idleCores: 0.03,
    busyCores: 0.16,
    memory: memory(220, 60),
    requests: { cpu: 0.05, memory: 96 * MIB },
    limits: { memory: 512 * MIB },
  },
  {
    name: 'thumbnails',
    planted: 'throttled',
    idleCores: 0.02,
    busyCores: 0.16,
    memory: memory(110, 30),
    requests: { cpu: 0.1, memory: 192 * MIB },
    limits: { cpu: 0.15, memory: 256 * MIB },
  },
  {
    name: 'importer',
    planted: 'out-of-memory',
    idleCores: 0.01,
    busyCores: 0.05,
    // Reaches its limit when it is about to be killed: 128 MiB over three days.
    memory: memory(120, 4, 128 / 72),
    requests: { cpu: 0.1, memory: 192 * MIB },
    limits: { memory: 256 * MIB },
    load: STEADY,
    restartEveryDays: 3,
    rolloutEveryDays: 45,
    killedForMemory: true,
  },
  {
    name: 'search-api',
    planted: 'heap-flat-at-limit',
    idleCores: 0.02,
    busyCores: 0.06,
    memory: memory(700, 60),
    requests: { cpu: 0.15, memory: 512 * MIB },
    limits: { memory: 512 * MIB },
    rolloutEveryDays: 20,
  },
  {
    name: 'renderer',
    planted: 'bursty-start',
    idleCores: 0.01,
    busyCores: 0.04,
    startBurstCores: 0.7,
    memory: memory(160, 30),
    requests: { cpu: 0.1, memory: 256 * MIB },
    limits: { cpu: 1, memory: 384 * MIB },
    restartEveryDays: 4,
  },
  {
    name: 'legacy-sync',
    planted: 'idle',
    idleCores: 0.0006,
    busyCores: 0.0004,
    memory: memory(18, 1),
    requests: { cpu: 0.3, memory: 512 * MIB },
    limits: { memory: 512 * MIB },
    load: STEADY,
  },
  {
    name: 'webhooks',
    planted: 'no-limits',
    idleCores: 0.01,
    busyCores: 0.05,
    memory: memory(90, 30),
    requests: {},
    limits: {},
  },
];

/** Where each planted case is; the truth that advice is judged by. */
export const TUNING_CASES: readonly {
  readonly namespace: string;
  readonly name: string;
  readonly planted: TuningCase;
}[] = CASES.map(({ name, planted }) => ({ namespace: 'backoffice', name, planted }));

/** Back office: one workload for each way to be wrongly sized. */
export const BACKOFFICE_WORKLOADS: readonly WorkloadSpec[] = CASES.map(
  ({ name, planted: _, load = OFFICE, restartEveryDays = 60, rolloutEveryDays = 25, ...container }) => ({
    namespace: 'backoffice',
    name,
    kind: 'Deployment',
    replicas: 1,
    rolloutEveryDays,
    load,
    network: QUIET_NETWORK,
    containers: [{ ...container, name, image: `registry.example.com/backoffice/${name}:1.9`, restartEveryDays }],
  })
);
