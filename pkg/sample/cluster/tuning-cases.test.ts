import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../series.ts';
import { BACKOFFICE_WORKLOADS, TUNING_CASES, type TuningCase } from './backoffice-workloads.ts';
import { clusterNode, NODE_SPECS } from './node.ts';
import { workloadOf } from './pod.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const SEEDS = [1, 2, 3];

/** What the only container of a planted case did in the last two weeks, pods one after the other. */
function uses(planted: TuningCase, seed: number) {
  const name = TUNING_CASES.find((one) => one.planted === planted)?.name;
  const spec = BACKOFFICE_WORKLOADS.find((one) => one.name === name);
  if (spec?.containers[0] === undefined) {
    throw new Error(`nothing is planted for ${planted}`);
  }
  const nodes = NODE_SPECS.map((one) => clusterNode(seed, one, ANCHOR));
  const workload = workloadOf(seed, spec, nodes, ANCHOR);
  const containers = Array.from({ length: 14 * 288 }, (_, i) => ANCHOR - 14 * DAY + i * 5 * MINUTE).flatMap((t) => {
    const one = workload.podAt(0, t)?.containers[0];
    return one === undefined ? [] : [{ t, one }];
  });
  const cpu = containers.map(({ t, one }) => one.cpuRate(t)).sort((a, b) => a - b);
  const memory = containers.map(({ t, one }) => one.workingSetBytes(t)).sort((a, b) => a - b);
  const p99 = (sorted: readonly number[]) => sorted[Math.floor(0.99 * sorted.length)] ?? NaN;
  const { requests, limits } = spec.containers[0];
  const pods = workload.podsBetween(ANCHOR - 14 * DAY, ANCHOR);
  return { cpu99: p99(cpu), memory99: p99(memory), memoryLeast: memory[0] ?? NaN, requests, limits, pods };
}

describe.each(SEEDS)('planted cases of seed %i', (seed) => {
  it('over-requested and idle ask for far more than they use', () => {
    for (const planted of ['over-requested', 'idle'] as const) {
      const { cpu99, memory99, requests } = uses(planted, seed);
      expect(cpu99).toBeLessThan(0.3 * (requests.cpu ?? 0));
      expect(memory99).toBeLessThan(0.5 * (requests.memory ?? 0));
    }
  });

  it('under-requested uses more than it asks for, and fits its limit', () => {
    const { cpu99, memory99, requests, limits } = uses('under-requested', seed);
    expect(cpu99).toBeGreaterThan(2 * (requests.cpu ?? Infinity));
    expect(memory99).toBeGreaterThan(1.5 * (requests.memory ?? Infinity));
    expect(memory99).toBeLessThan(0.9 * (limits.memory ?? 0));
  });

  it('throttled is cut short at its limit', () => {
    const { cpu99, limits, pods } = uses('throttled', seed);
    expect(cpu99).toBe(limits.cpu);
    const throttling = pods.at(-1)?.containers[0]?.throttling;
    expect((throttling?.throttledPeriods(ANCHOR) ?? 0) / (throttling?.periods(ANCHOR) ?? NaN)).toBeGreaterThan(0.05);
  });

  it('out of memory comes to its limit before it is killed, again and again', () => {
    const { memory99, limits, pods } = uses('out-of-memory', seed);
    expect(memory99).toBeGreaterThan(0.9 * (limits.memory ?? Infinity));
    const kills = pods.reduce(
      (sum, pod) => sum + (pod.containers[0]?.restarts(Math.min(pod.untilMs, ANCHOR) - 1) ?? 0),
      0
    );
    expect(kills).toBeGreaterThanOrEqual(3);
  });

  it('a heap lies flat below its limit from its warm-up on', () => {
    const { memory99, limits } = uses('heap-flat-at-limit', seed);
    expect(memory99 / (limits.memory ?? NaN)).toBeCloseTo(0.97, 6);
  });

  it('a bursty start takes many times what is used later', () => {
    const { cpu99, pods } = uses('bursty-start', seed);
    const pod = pods.at(-1);
    expect(pod?.containers[0]?.cpuRate(pod.fromMs + 60 * SECOND) ?? 0).toBeGreaterThan(4 * cpu99);
  });

  it('no limits has none, and no requests', () => {
    expect(uses('no-limits', seed)).toMatchObject({ requests: {}, limits: {} });
  });
});
