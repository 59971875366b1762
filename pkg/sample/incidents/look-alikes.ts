import type { Victim } from './incident.ts';

/** Behaviour that looks like an incident and is none, and the workload that shows it. */
export interface LookAlike extends Victim {
  readonly kind: 'weekly-batch' | 'nightly-backup' | 'sunday-dip' | 'rollout';
}

/** Habits of the sample cluster that nobody wants to be told of. */
export const LOOK_ALIKES: readonly LookAlike[] = [
  { kind: 'weekly-batch', namespace: 'payments', name: 'settlement' },
  { kind: 'nightly-backup', namespace: 'backup', name: 'backup' },
  { kind: 'sunday-dip', namespace: 'payments', name: 'invoicing' },
  { kind: 'rollout', namespace: 'shop', name: 'api' },
];
