import { describe, expect, it } from 'vitest';
import { killOf, MIB, START_MS } from '../../../tests/support/usage-history.ts';
import { containerOf, daily, jitter, workloadOf } from '../../../tests/support/workloads.ts';
import { recommend, recommendWorkload, type TuningOptions } from './recommend.ts';
import type { Container, Recommendation, Resource, Workload } from './types.ts';

const prices = { currency: 'USD', cpuCoreHour: 0.03, memoryGibHour: 0.004, storageGibMonth: 0.04 };
const options: TuningOptions = { prices, releaseHours: 168, model: 'auto', policies: {} };

function adviceOn(resource: Resource, container: Container, more: Partial<Workload> = {}): Recommendation {
  return recommendWorkload(workloadOf([container], more), options).find(({ target }) => target.resource === resource)!;
}

const amounts = ({ changes }: Recommendation) => Object.fromEntries(changes.map(({ field, after }) => [field, after]));
const busy = (t: number): number => 0.1 + 0.1 * daily(t) + 0.01 * jitter(t);
const modest = (t: number): number => (200 + 20 * daily(t) + 5 * jitter(t)) * MIB;

describe('cases as they are found in clusters', () => {
  it('over-requested: the request falls to what is used and a margin, and saves', () => {
    const advice = adviceOn('cpu', containerOf({ cpu: busy }, { requests: { cpu: 2 } }));
    expect(advice).toMatchObject({ outcome: 'change', purpose: 'saving', findings: ['over-requested'], risk: 'low' });
    const request = amounts(advice)['cpu request']!;
    expect(request).toBeGreaterThan(0.2);
    expect(request).toBeLessThan(0.25);
    expect(advice.cost.saving).toBeCloseTo((2 - request) * 2 * 0.03 * 730, 6);
    expect(advice.cost.extra).toBe(0);
  });

  it('under-requested: a reliability fix whose price is no negative saving', () => {
    const advice = adviceOn('cpu', containerOf({ cpu: busy }, { requests: { cpu: 0.02 } }));
    expect(advice).toMatchObject({ outcome: 'change', purpose: 'reliability', findings: ['under-requested'] });
    expect(advice.cost.saving).toBe(0);
    expect(advice.cost.extra).toBeGreaterThan(0);
  });

  it('throttled: the limit rises above the one that cut, whatever it is now', () => {
    const capped = containerOf(
      { cpu: (t) => Math.min(0.2, 2 * busy(t)) },
      { requests: { cpu: 0.22 }, limits: { cpu: 0.2 }, throttling: { ratio: 0.4, limitCores: 0.2 } }
    );
    const advice = adviceOn('cpu', capped);
    expect(advice).toMatchObject({ purpose: 'reliability', severity: 'warning' });
    expect(advice.findings).toContain('throttled');
    expect(amounts(advice)['cpu limit']).toBeGreaterThan(0.3);
    const [current, ...rest] = advice.replays.filter(({ basis }) => basis === 'history');
    expect(current!.minutesThrottled).toBeGreaterThan(0.4 * current!.minutes - 1e-6);
    expect(rest.at(-1)).toMatchObject({ strategy: 'Headroom', minutesThrottled: 0 });
  });

  it('killed: more than it had, critical, and no kill in the replay', () => {
    const killed = containerOf(
      { memory: modest },
      { requests: { memory: 200 * MIB }, limits: { memory: 256 * MIB }, oomKills: [killOf('pod-0', 3, 256 * MIB)] }
    );
    const advice = adviceOn('memory', killed);
    expect(advice).toMatchObject({ outcome: 'change', purpose: 'reliability', severity: 'critical' });
    expect(amounts(advice)['memory limit']).toBeGreaterThanOrEqual(356 * MIB);
    expect(amounts(advice)['memory request']).toBeGreaterThanOrEqual(256 * MIB);
    const kills = advice.replays.filter(({ basis }) => basis === 'history').map((one) => [one.strategy, one.oomKills]);
    expect(kills).toEqual([
      ['current', 1],
      ['KRR simple', 0],
      ['VPA', 0],
      ['Headroom', 0],
    ]);
  });

  it('a heap flat at its limit: its use is not taken for its need', () => {
    const heap = containerOf(
      { memory: (t) => (485 + 5 * jitter(t)) * MIB },
      { requests: { memory: 512 * MIB }, limits: { memory: 512 * MIB } }
    );
    const advice = adviceOn('memory', heap);
    expect(advice).toMatchObject({ outcome: 'no change', findings: ['flat at limit'] });
    expect(advice.lacking.join()).toContain('heap');
    const short = adviceOn('memory', { ...heap, requests: { memory: 128 * MIB } });
    expect(amounts(short)).toEqual({ 'memory request': 512 * MIB });
  });

  it('a bursty start: below the limit, not in the request', () => {
    const starts = [0, 3, 6, 9].map((day) => START_MS + day * 86_400_000);
    const cpu = (t: number): number => (t % (3 * 288) < 2 ? 1.8 : 0.05 + 0.02 * jitter(t));
    const container = containerOf({ cpu, startsMs: starts }, { requests: { cpu: 1 }, limits: { cpu: 1 } });
    const advice = adviceOn('cpu', container);
    expect(advice.findings).toContain('start-up peak');
    expect(amounts(advice)['cpu request']).toBeLessThan(0.1);
    expect(amounts(advice)['cpu limit']).toBeGreaterThanOrEqual(1.8);
    expect(amounts(adviceOn('cpu', { ...container, limits: {} }))).not.toHaveProperty('cpu limit');
  });

  it('bursts: room below a limit, no reservation', () => {
    const cpu = (t: number): number => (t % 100 === 7 ? 1.5 : 0.1 + 0.01 * jitter(t));
    const advice = adviceOn('cpu', containerOf({ cpu }, { requests: { cpu: 1 }, limits: { cpu: 1 } }));
    expect(advice.findings).toContain('bursty');
    expect(amounts(advice)['cpu limit']).toBeGreaterThanOrEqual(1.5);
    expect(amounts(advice)['cpu request']).toBeLessThan(0.75);
  });

  it('idle: says so', () => {
    const advice = adviceOn('cpu', containerOf({ cpu: (t) => 0.001 * jitter(t) }, { requests: { cpu: 0.5 } }));
    expect(advice.findings).toEqual(['idle', 'over-requested']);
    expect(amounts(advice)).toEqual({ 'cpu request': 0.01 });
    expect(advice.reason[0]!.sentence).toContain('idle');
  });

  it('missing amounts: requests and a memory limit are set, a CPU limit is not', () => {
    const container = containerOf({ cpu: busy, memory: modest });
    expect(Object.keys(amounts(adviceOn('cpu', container)))).toEqual(['cpu request']);
    const memory = adviceOn('memory', container);
    expect(Object.keys(amounts(memory))).toEqual(['memory request', 'memory limit']);
    expect(memory.findings).toEqual(['no request', 'no limit']);
    expect(memory).toMatchObject({ purpose: 'reliability' });
    expect(memory.cost.before).toBeNaN();
    expect(amounts(adviceOn('memory', { ...container, requests: { memory: 0 }, limits: { memory: 0 } }))).toEqual(
      amounts(memory)
    );
  });

  it('an autoscaler on a share of the request: left alone; on an absolute target: not', () => {
    const container = containerOf({ cpu: busy }, { requests: { cpu: 2 } });
    const scaler = (target?: number) => ({
      autoscaler: {
        name: 'web',
        minReplicas: 1,
        maxReplicas: 5,
        metrics: [{ resource: 'cpu', ...(target === undefined ? {} : { targetUtilisation: target }) }],
      } as const,
    });
    expect(adviceOn('cpu', container, scaler(70))).toMatchObject({ outcome: 'no change', findings: ['autoscaled'] });
    expect(adviceOn('cpu', container, scaler()).outcome).toBe('change');
  });

  it('growth: the request holds for the predicted peak', () => {
    const growing = containerOf({ memory: (t) => (100 + t / 10) * MIB }, { requests: { memory: 64 * MIB } });
    const [last, weekAhead] = [100 + 288, 100 + 288 * 1.7];
    const request = amounts(adviceOn('memory', growing))['memory request']!;
    expect(request).toBeGreaterThan(1.1 * last * MIB * 1.2);
    expect(request).toBeLessThan(1.5 * weekAhead * MIB);
  });

  it('sidecars are sized, init containers are not unless they go on', () => {
    const sidecar = { ...containerOf({ cpu: busy }), name: 'proxy', role: 'sidecar' as const };
    const init = { ...containerOf({ cpu: busy }), name: 'migrate', role: 'init' as const };
    const native = { ...init, name: 'mesh', nativeSidecar: true };
    const advice = recommend([workloadOf([containerOf({ cpu: busy }), sidecar, init, native])], options);
    expect([...new Set(advice.map(({ target }) => target.container))].sort()).toEqual(['main', 'mesh', 'proxy']);
  });

  it('what is right stays', () => {
    const container = containerOf(
      { cpu: busy, memory: modest },
      { requests: { cpu: 0.23, memory: 256 * MIB }, limits: { memory: 300 * MIB } }
    );
    for (const resource of ['cpu', 'memory'] as const) {
      expect(adviceOn(resource, container)).toMatchObject({ outcome: 'no change', purpose: 'none', priority: 0 });
    }
  });
});

describe('bad input', () => {
  it('tells no data from not enough data, and what is lacking', () => {
    const none = adviceOn('cpu', containerOf({}, { requests: { cpu: 1 } }));
    expect(none).toMatchObject({ outcome: 'no data', changes: [] });
    expect(none.lacking).toEqual(['There are no samples of its CPU.']);
    const gaps = adviceOn('cpu', containerOf({ cpu: () => NaN }));
    expect(gaps.outcome).toBe('no data');
    const few = adviceOn('cpu', containerOf({ cpu: busy, days: 0.2 }, { requests: { cpu: 4 } }));
    expect(few).toMatchObject({ outcome: 'not enough data', changes: [] });
    expect(few.lacking.join()).toContain('6 hours');
  });

  it('says without start times, throttling and a forecast that they are lacking', () => {
    const container = containerOf({ cpu: busy, days: 1, startsMs: [] }, { limits: { cpu: 1 } });
    const { lacking } = adviceOn('cpu', container);
    expect(lacking.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'There is',
      'Start times',
      'Throttling was',
    ]);
  });

  it('takes negative and infinite samples for gaps', () => {
    const resetting = (t: number): number => (t % 50 === 3 ? -7 : t % 50 === 4 ? Infinity : busy(t));
    const wanted = adviceOn('cpu', containerOf({ cpu: (t) => (t % 50 === 3 || t % 50 === 4 ? NaN : busy(t)) }));
    expect(adviceOn('cpu', containerOf({ cpu: resetting }))).toEqual(wanted);
  });

  it('a young container gets a wider margin than an old one', () => {
    const request = (days: number) => amounts(adviceOn('cpu', containerOf({ cpu: () => 0.5, days })))['cpu request']!;
    expect(request(0.3)).toBeGreaterThan(request(2));
    expect(request(2)).toBeGreaterThan(request(14));
    expect(request(14)).toBeGreaterThan(0.55);
  });

  it('looks at the newest pods of an explosion of labels', () => {
    const container = containerOf({ cpu: () => 1, days: 0.5, pods: 400, startsMs: [] });
    const usage = container.usage.map((pod, i) =>
      i < 100 ? { ...pod, cpu: { ...pod.cpu!, startMs: START_MS - 1e9, values: pod.cpu!.values.map(() => 50) } } : pod
    );
    const advice = adviceOn('cpu', { ...container, usage });
    expect(amounts(advice)['cpu request']).toBeLessThan(2);
    expect(advice.lacking.at(-1)).toBe('There are 400 pods; only the newest 300 were looked at.');
  });

  it('ranks what is worth most first and what needs nothing last', () => {
    const big = workloadOf([containerOf({ cpu: busy }, { requests: { cpu: 8 } })], { name: 'big' });
    const small = workloadOf([containerOf({ cpu: busy }, { requests: { cpu: 0.5 } })], { name: 'small' });
    const owned = workloadOf([containerOf({ cpu: busy }, { requests: { cpu: 8 } })], {
      name: 'owned',
      owners: [{ cluster: '', namespace: 'shop', kind: 'Kafka', name: 'owned' }],
    });
    const advice = recommend([small, owned, big], options);
    expect(advice.slice(0, 3).map(({ target }) => target.name)).toEqual(['big', 'owned', 'small']);
    expect(advice[1]).toMatchObject({ effort: 'high' });
    expect(advice.slice(3).every(({ outcome }) => outcome === 'no data')).toBe(true);
  });

  it('keeps to a policy and tells it', () => {
    const held = { ...options, policies: { cpu: { most: 0.15 } } };
    const [advice] = recommend([workloadOf([containerOf({ cpu: busy }, { requests: { cpu: 2 } })])], held);
    expect(amounts(advice!)).toEqual({ 'cpu request': 0.15 });
    expect(advice!.reason.map(({ step }) => step)).toContain('policy');
  });
});
