import { describe, expect, it } from 'vitest';
import { DAY, HOUR, SECOND } from '../series.ts';
import { clusterNode, NODE_SPECS } from './node.ts';
import { workloadOf } from './pod.ts';
import { SHOP_WORKLOADS } from './shop-workloads.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const nodes = NODE_SPECS.map((spec) => clusterNode(1, spec, ANCHOR));

function workload(name: string) {
  const spec = SHOP_WORKLOADS.find((one) => one.name === name);
  if (spec === undefined) {
    throw new Error(`no workload ${name}`);
  }
  return workloadOf(1, spec, nodes, ANCHOR);
}

describe('a deployment', () => {
  const api = workload('api');
  const pods = api.podsBetween(ANCHOR - 20 * DAY, ANCHOR);

  it('replaces its pods at each rollout: new names, new replica set', () => {
    expect(pods.length).toBeGreaterThanOrEqual(8);
    expect(new Set(pods.map((pod) => pod.name)).size).toBe(pods.length);
    expect(new Set(pods.map((pod) => pod.uid)).size).toBe(pods.length);
    expect(new Set(pods.map((pod) => pod.owner)).size).toBeLessThan(pods.length);
    for (const pod of pods) {
      expect(pod.name).toMatch(/^api-[a-z0-9]{10}-[a-z0-9]{5}$/);
      expect(pod.name.startsWith(`${pod.owner}-`)).toBe(true);
    }
  });

  it('always has a pod in each place', () => {
    for (let t = ANCHOR - 20 * DAY; t < ANCHOR; t += HOUR) {
      expect(api.podAt(0, t)).toBeDefined();
      expect(api.podAt(1, t)?.name).not.toBe(api.podAt(0, t)?.name);
    }
  });

  it('gives the same object for the same pod, whichever way it is found', () => {
    for (const pod of pods.slice(1, -1)) {
      expect(
        workload('api')
          .podsBetween(pod.fromMs, pod.fromMs)
          .map((one) => one.uid)
      ).toContain(pod.uid);
      expect([api.podAt(0, pod.fromMs), api.podAt(1, pod.fromMs)]).toContain(pod);
    }
  });

  it('brings its pods back to their nodes most of the time, and spreads them anew now and then', () => {
    const places = [...Array(12).keys()].map((rollout) => api.podAt(0, api.rollouts.timeOf(rollout))?.node.name);
    const moves = places.slice(1).filter((place, i) => place !== places[i]).length;
    expect(moves).toBeGreaterThan(0);
    expect(moves).toBeLessThan(6);
  });
});

describe('a stateful set', () => {
  const postgres = workload('postgres');

  it('keeps the name and the node of its pod, with a pause between two of them', () => {
    const rollout = postgres.rollouts.timeOf(0);
    const [before, after] = [postgres.podAt(0, rollout - 1), postgres.podAt(0, rollout + 41 * SECOND)];
    expect(before?.name).toBe('postgres-0');
    expect(after?.name).toBe('postgres-0');
    expect(after?.uid).not.toBe(before?.uid);
    expect(after?.node.name).toBe('k3s-agent-1');
    expect(postgres.podAt(0, rollout + 20 * SECOND)).toBeUndefined();
  });
});

describe('a container', () => {
  const worker = workload('worker');
  const pods = worker.podsBetween(ANCHOR - 40 * DAY, ANCHOR);

  it('restarts: its counters begin at zero, and the restart is counted', () => {
    const restarted = pods.flatMap((pod) => pod.containers.map((one) => ({ pod, one })));
    const total = restarted.reduce((sum, { pod, one }) => sum + one.restarts(pod.untilMs - 1), 0);
    expect(total).toBeGreaterThan(4);
    for (const { pod, one } of restarted) {
      expect(one.restarts(pod.fromMs)).toBe(0);
      expect(one.cpuSeconds(pod.fromMs)).toBe(0);
      const oldest = one.restarts(pod.untilMs - 1) === 0 ? (pod.untilMs - 1 - pod.fromMs) / 1000 : Infinity;
      expect(one.age(pod.untilMs - 1)).toBeLessThanOrEqual(oldest);
    }
  });

  it('keeps within its limits', () => {
    for (const pod of pods) {
      for (const { spec, cpuRate, workingSetBytes } of pod.containers) {
        for (let t = pod.fromMs; t < pod.untilMs; t += 2 * HOUR) {
          expect(cpuRate(t)).toBeGreaterThan(0);
          expect(cpuRate(t)).toBeLessThanOrEqual(spec.limits.cpu ?? Infinity);
          expect(workingSetBytes(t)).toBeGreaterThan(0);
          expect(workingSetBytes(t)).toBeLessThan(spec.limits.memory ?? Infinity);
        }
      }
    }
  });

  it('is throttled only as often as there are periods, and only with a limit', () => {
    const pod = workload('api').podAt(0, ANCHOR);
    const { throttling } = pod?.containers[0] ?? {};
    expect(throttling?.throttledPeriods(ANCHOR) ?? 0).toBeGreaterThan(0);
    expect(throttling?.throttledPeriods(ANCHOR) ?? 0).toBeLessThan(throttling?.periods(ANCHOR) ?? 0);
    expect(workload('postgres').podAt(0, ANCHOR)?.containers[0]?.throttling).toBeUndefined();
  });
});
