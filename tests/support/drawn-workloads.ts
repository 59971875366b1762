import fc from 'fast-check';
import { seededRandom, type Random } from '../../pkg/model/stats/random.ts';
import type { Amounts, Container, PodUsage, Workload } from '../../pkg/model/tuning/types.ts';

const MIB = 1024 ** 2;
const DAY_MS = 86_400_000;
const STEP_MS = 300_000;
const START_MS = 1_700_000_000_000;

/** How a container behaves; `cpu` in cores and `memory` in bytes at step `t` of `count`. */
interface Behaviour {
  readonly cpu: (t: number, random: Random) => number;
  readonly memory: (t: number, random: Random) => number;
}

const daily = (t: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * t) / 288);

/** What containers look like in the field, and what they should never look like. */
const BEHAVIOURS: Readonly<Record<string, (limits: Amounts) => Behaviour>> = {
  daily: () => ({
    cpu: (t, random) => 0.1 + 0.4 * daily(t) + 0.02 * random.uniform(),
    memory: (t, random) => (300 + 50 * daily(t) + 5 * random.uniform()) * MIB,
  }),
  constant: () => ({ cpu: () => 0.25, memory: () => 200 * MIB }),
  idle: () => ({ cpu: (_t, random) => 0.001 * random.uniform(), memory: () => 40 * MIB }),
  zero: () => ({ cpu: () => 0, memory: () => 0 }),
  growing: () => ({ cpu: (t) => 0.05 + t * 1e-4, memory: (t) => (100 + 0.05 * t) * MIB }),
  leaking: () => ({ cpu: () => 0.1, memory: (t, random) => (100 + (t % 500) + random.uniform()) * MIB }),
  bursty: () => ({
    cpu: (_t, random) => (random.uniform() < 0.01 ? 2 : 0.05),
    memory: (_t, random) => (random.uniform() < 0.003 ? 900 : 150) * MIB,
  }),
  heap: (limits) => ({
    cpu: (_t, random) => 0.3 * random.uniform(),
    memory: (_t, random) => (limits.memory ?? 512 * MIB) * (0.95 + 0.02 * random.uniform()),
  }),
  capped: (limits) => ({ cpu: () => limits.cpu ?? 0.3, memory: () => 100 * MIB }),
  resetting: () => ({
    cpu: (_t, random) => (random.uniform() < 0.01 ? -5 : 0.2),
    memory: (_t, random) => (random.uniform() < 0.01 ? Infinity : 64 * MIB),
  }),
  'tiny and huge': () => ({
    cpu: (t) => (t % 2 === 0 ? 1e-9 : 500),
    memory: (t) => (t % 2 === 0 ? 1 : 1e13),
  }),
};

/** Names of the behaviours that {@link drawWorkload} knows. */
export const BEHAVIOUR_NAMES = Object.keys(BEHAVIOURS);

/** What a workload is drawn from. */
export interface WorkloadDraw {
  readonly behaviour: string;
  readonly seed: number;
  readonly pods: number;
  readonly days: number;
  readonly missing: number;
}

/** Draws of every behaviour, with every amount set or not, kills, throttling, autoscalers and gaps. */
export const arbitraryWorkload: fc.Arbitrary<WorkloadDraw> = fc.record({
  behaviour: fc.constantFrom(...BEHAVIOUR_NAMES),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  pods: fc.integer({ min: 0, max: 4 }),
  days: fc.constantFrom(0, 0.1, 0.3, 1, 3, 8, 14),
  missing: fc.constantFrom(0, 0.05, 0.7, 1),
});

/** The workload of a draw, the same for the same draw. */
export function drawWorkload(draw: WorkloadDraw): Workload {
  const random = seededRandom(draw.seed);
  const chance = (share: number): boolean => random.uniform() < share;
  const limits = { ...drawAmounts(random) };
  const usage = Array.from({ length: draw.pods }, (_, i) => drawPod(draw, `pod-${i}`, limits, random));
  const container: Container = {
    name: 'main',
    role: 'main',
    requests: drawAmounts(random),
    limits,
    usage,
    oomKills: chance(0.3)
      ? [{ timeMs: START_MS + DAY_MS / 3, pod: 'pod-0', ...(chance(0.6) ? { limitBytes: 300 * MIB } : {}) }]
      : [],
    ...(chance(0.5)
      ? { throttling: { ratio: random.uniform() ** 2, ...(chance(0.6) ? { limitCores: 0.3 } : {}) } }
      : {}),
    restarts: 0,
  };
  return {
    cluster: 'test',
    namespace: 'drawn',
    kind: 'Deployment',
    name: `${draw.behaviour}-${draw.seed}`,
    owners: [],
    replicas: draw.pods,
    ...(chance(0.15)
      ? {
          autoscaler: {
            name: 'hpa',
            minReplicas: 1,
            maxReplicas: 9,
            metrics: [{ resource: chance(0.5) ? 'cpu' : 'memory', ...(chance(0.7) ? { targetUtilisation: 70 } : {}) }],
          } as const,
        }
      : {}),
    containers: [container],
  };
}

function drawAmounts(random: Random): Amounts {
  const pick = (values: readonly (number | undefined)[]): number | undefined =>
    values[Math.floor(values.length * random.uniform())];
  const cpu = pick([undefined, 0, 0.01, 0.25, 0.3, 1, 8]);
  const memory = pick([undefined, 0, 64 * MIB, 128 * MIB, 210 * MIB, 512 * MIB, 8192 * MIB]);
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

function drawPod({ behaviour, days, missing }: WorkloadDraw, pod: string, limits: Amounts, random: Random): PodUsage {
  const { cpu, memory } = BEHAVIOURS[behaviour]!(limits);
  const count = Math.round((days * DAY_MS) / STEP_MS);
  const draw = (value: (t: number, random: Random) => number) =>
    Float64Array.from({ length: count }, (_, t) => (random.uniform() < missing ? NaN : value(t, random)));
  const series = (values: Float64Array) => ({ startMs: START_MS, stepMs: STEP_MS, values });
  return {
    pod,
    cpu: series(draw(cpu)),
    memory: series(draw(memory)),
    startsMs: random.uniform() < 0.5 ? [] : [START_MS, START_MS + DAY_MS],
  };
}
