import { MIB } from '../series.ts';
import { BUSY_NETWORK, memory, OFFICE, QUIET_NETWORK, SHOPPERS, STEADY, WEEKLY } from './profiles.ts';
import type { ContainerSpec, WorkloadSpec } from './workload.ts';

/** Services that incidents strike. */
export const PAYMENTS_VICTIMS = ['checkout', 'ledger', 'gateway', 'fraud'] as const;

function service(name: string, idleCores: number, busyCores: number): ContainerSpec {
  return {
    name,
    image: `registry.example.com/payments/${name}:2.7`,
    idleCores,
    busyCores,
    memory: memory(150, 40),
    requests: { cpu: 0.15, memory: 256 * MIB },
    limits: { memory: 384 * MIB },
    restartEveryDays: 60,
  };
}

const deployment = { namespace: 'payments', kind: 'Deployment', replicas: 1, network: BUSY_NETWORK } as const;

/** Payments: services with habits of their own, and two whose odd hours are a habit. */
export const PAYMENTS_WORKLOADS: readonly WorkloadSpec[] = [
  {
    ...deployment,
    name: 'checkout',
    rolloutEveryDays: 9,
    load: SHOPPERS,
    containers: [service('checkout', 0.01, 0.09)],
  },
  { ...deployment, name: 'ledger', rolloutEveryDays: 11, load: OFFICE, containers: [service('ledger', 0.01, 0.08)] },
  {
    ...deployment,
    name: 'gateway',
    rolloutEveryDays: 8,
    load: SHOPPERS,
    containers: [service('gateway', 0.008, 0.07)],
    autoscaler: { minReplicas: 1, maxReplicas: 4, cpuTargetPercent: 70 },
  },
  { ...deployment, name: 'fraud', rolloutEveryDays: 13, load: STEADY, containers: [service('fraud', 0.02, 0.06)] },
  {
    ...deployment,
    name: 'settlement',
    rolloutEveryDays: 30,
    load: WEEKLY,
    network: QUIET_NETWORK,
    containers: [service('settlement', 0.004, 0.02)],
  },
  {
    ...deployment,
    name: 'invoicing',
    rolloutEveryDays: 28,
    load: { ...OFFICE, weekend: 0.25 },
    network: QUIET_NETWORK,
    containers: [service('invoicing', 0.006, 0.05)],
  },
];
