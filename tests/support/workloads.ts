import type { Container, Workload } from '../../pkg/model/tuning/types.ts';
import { DAY_MS, START_MS, STEP_MS } from './usage-history.ts';

/** What a container of a test does at step `t`. */
export interface Use {
  readonly cpu?: (t: number) => number;
  readonly memory?: (t: number) => number;
  readonly days?: number;
  readonly pods?: number;
  readonly startsMs?: readonly number[];
}

/** A main container whose pods use the same; whatever is not given is not set or never happened. */
export function containerOf(
  { cpu, memory, days = 10, pods = 1, startsMs = [START_MS] }: Use,
  more: Partial<Container> = {}
): Container {
  const series = (value: (t: number) => number) => ({
    startMs: START_MS,
    stepMs: STEP_MS,
    values: Float64Array.from({ length: Math.round((days * DAY_MS) / STEP_MS) }, (_, t) => value(t)),
  });
  return {
    name: 'main',
    role: 'main',
    requests: {},
    limits: {},
    usage: Array.from({ length: pods }, (_, i) => ({
      pod: `pod-${i}`,
      ...(cpu === undefined ? {} : { cpu: series(cpu) }),
      ...(memory === undefined ? {} : { memory: series(memory) }),
      startsMs,
    })),
    oomKills: [],
    restarts: 0,
    ...more,
  };
}

/** A Deployment of two replicas. */
export function workloadOf(containers: readonly Container[], more: Partial<Workload> = {}): Workload {
  return {
    cluster: '',
    namespace: 'shop',
    kind: 'Deployment',
    name: 'web',
    owners: [],
    replicas: 2,
    containers,
    ...more,
  };
}

/** Between 0 and 1 once a day. */
export function daily(t: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / 288);
}

/** Even pseudo-random numbers within [0, 1), the same for the same step. */
export function jitter(t: number): number {
  return ((t * 7_919) % 1_009) / 1_009;
}
