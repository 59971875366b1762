import { describe, expect, it } from 'vitest';
import { FakeReader } from '../../../../tests/support/fake-engine.ts';
import { contextOf } from '../ports/kit.contract.ts';
import type { GridSeries, InstantValue, RangeRequest } from '../ports/series-reader.ts';
import { clusterQueries } from './cluster-queries.ts';
import { readCluster } from './read-cluster.ts';

const STEP = 300_000;
const SCOPE = { namespace: '', historyMs: 10 * STEP, stepMs: STEP };
const NOW = 1_000 * STEP;
const queries = clusterQueries(SCOPE);
const ctx = contextOf('1', 'prom');

/** Answers by expression, series from eleven values each. */
class ScriptedReader extends FakeReader {
  readonly series: Record<string, readonly { labels: Record<string, string>; values: readonly number[] }[]> = {};

  override async readRange(_ctx: unknown, request: RangeRequest) {
    this.ranges.push(request);
    const { startMs, stepMs } = request;
    const series = (this.series[request.expr] ?? []).map(
      ({ labels, values }): GridSeries => ({ labels, startMs, stepMs, values: Float64Array.from(values) })
    );
    return { series, notices: [] };
  }
}

const one = (labels: Record<string, string>, value = 1): InstantValue => ({ labels, value });
const web = { namespace: 'shop', pod: 'web-1', container: 'web' };
const flat = (value: number) => Array.from({ length: 11 }, () => value);

function cluster(): ScriptedReader {
  const reader = new ScriptedReader();
  reader.series[queries.cpu] = [
    { labels: web, values: flat(0.2) },
    // A pod of an earlier rollout, and one that began within the history.
    { labels: { ...web, pod: 'web-0' }, values: [...flat(0.1).slice(0, 4), ...flat(NaN).slice(4)] },
    { labels: { ...web, pod: 'web-2' }, values: [NaN, NaN, NaN, ...flat(0.3).slice(3)] },
  ];
  reader.series[queries.memory] = [{ labels: web, values: flat(5e8) }];
  reader.instants[queries.requests] = [one({ ...web, resource: 'cpu' }, 0.5), one({ ...web, resource: 'memory' }, 1e9)];
  reader.instants[queries.limits] = [one({ ...web, resource: 'memory' }, 2e9)];
  const owned = { namespace: 'shop', owner_kind: 'ReplicaSet' };
  reader.instants[queries.podOwners] = ['web-0', 'web-1', 'web-2'].map((pod) =>
    one({ ...owned, pod, owner_name: pod === 'web-0' ? 'web-old' : 'web-new' })
  );
  reader.instants[queries.replicaSetOwners] = ['web-old', 'web-new'].map((replicaset) =>
    one({ namespace: 'shop', replicaset, owner_kind: 'Deployment', owner_name: 'web' })
  );
  reader.instants[queries.replicas] = [one({ namespace: 'shop', deployment: 'web' }, 2)];
  return reader;
}

describe('readCluster', () => {
  it('puts pods of all rollouts together to their deployment', async () => {
    const { workloads } = await readCluster(ctx, cluster(), SCOPE, NOW);
    expect(workloads).toHaveLength(1);
    const [workload] = workloads;
    expect(workload).toMatchObject({ namespace: 'shop', kind: 'Deployment', name: 'web', replicas: 2 });
    const [container] = workload!.containers;
    expect(container).toMatchObject({ name: 'web', role: 'main', requests: { cpu: 0.5, memory: 1e9 } });
    expect(container!.limits).toEqual({ memory: 2e9 });
    expect(container!.usage.map(({ pod }) => pod).sort()).toEqual(['web-0', 'web-1', 'web-2']);
    const started = container!.usage.find(({ pod }) => pod === 'web-2')!.startsMs;
    expect(started).toEqual([NOW - 10 * STEP + 2 * STEP]);
  });

  it('tells restarts, and kills for lack of memory from other ends', async () => {
    const reader = cluster();
    reader.instants[queries.restarts] = [one(web, 3)];
    reader.series[queries.restartsOf(['web-1'])] = [{ labels: web, values: [0, 0, 1, 1, 1, NaN, 2, 2, 3, 3, 3] }];
    reader.series[queries.outOfMemoryOf(['web-1'])] = [{ labels: web, values: [0, 0, 0, 0, 0, NaN, 1, 1, 1, 1, 1] }];
    const [container] = (await readCluster(ctx, reader, SCOPE, NOW)).workloads[0]!.containers;
    const at = (step: number) => NOW - 10 * STEP + step * STEP;
    expect(container!.restarts).toBe(3);
    expect(container!.oomKills).toEqual([
      { timeMs: at(6), pod: 'web-1', limitBytes: 2e9 },
      { timeMs: at(8), pod: 'web-1', limitBytes: 2e9 },
    ]);
  });

  it('reads throttling as the share of all pods together, and none as not measured', async () => {
    const reader = cluster();
    reader.instants[queries.periods] = [one(web, 300), one({ ...web, pod: 'web-2' }, 100)];
    reader.instants[queries.throttled] = [one(web, 30), one({ ...web, pod: 'web-2' }, 50)];
    const throttled = await readCluster(ctx, reader, SCOPE, NOW);
    expect(throttled.workloads[0]!.containers[0]!.throttling).toEqual({ ratio: 0.2 });
    const unknown = await readCluster(ctx, cluster(), SCOPE, NOW);
    expect(unknown.workloads[0]!.containers[0]!.throttling).toBeUndefined();
  });

  it('finds the autoscaler of a workload', async () => {
    const reader = cluster();
    const hpa = { namespace: 'shop', horizontalpodautoscaler: 'web' };
    const metric = (name: string, more: Record<string, string> = {}) => ({
      __name__: `kube_horizontalpodautoscaler_${name}`,
      ...hpa,
      ...more,
    });
    reader.instants[queries.autoscalers] = [
      one(metric('info', { scaletargetref_kind: 'Deployment', scaletargetref_name: 'web' })),
      one(metric('spec_min_replicas'), 1),
      one(metric('spec_max_replicas'), 4),
      one(metric('spec_target_metric', { metric_name: 'cpu', metric_target_type: 'utilization' }), 70),
    ];
    const [workload] = (await readCluster(ctx, reader, SCOPE, NOW)).workloads;
    expect(workload!.autoscaler).toEqual({
      name: 'web',
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [{ resource: 'cpu', targetUtilisation: 70 }],
    });
  });

  it('lets pods without known owners stand for themselves, and says what was lacking', async () => {
    const reader = cluster();
    for (const expr of [queries.podOwners, queries.requests, queries.limits]) {
      reader.instants[expr] = [];
    }
    const { workloads, lacking } = await readCluster(ctx, reader, SCOPE, NOW);
    expect(workloads.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      'Pod web-0',
      'Pod web-1',
      'Pod web-2',
    ]);
    expect(lacking.join(' ')).toMatch(/kube_pod_owner.*not found/);
    expect(lacking.join(' ')).toMatch(/kube_pod_container_resource_requests.*not found/);
  });

  it('reads nothing from an empty server', async () => {
    const { workloads, volumes, lacking } = await readCluster(ctx, new ScriptedReader(), SCOPE, NOW);
    expect([workloads, volumes]).toEqual([[], []]);
    expect(lacking.length).toBeGreaterThanOrEqual(4);
  });
});

describe('clusterQueries', () => {
  it('quotes whatever a namespace holds', () => {
    const { cpu } = clusterQueries({ ...SCOPE, namespace: 'a"} or vector(1' });
    expect(cpu).toContain('namespace="a\\"} or vector(1"');
  });

  it('takes names of pods literally', () => {
    expect(queries.restartsOf(['a.b'])).toContain('pod=~"a\\\\.b"');
  });
});
