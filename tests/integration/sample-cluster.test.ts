import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../pkg/backend/cli/sample/ports.ts';
import { sampleExporter } from '../../pkg/backend/cli/sample/sample-exporter.ts';
import { startSamplePrometheus, type SamplePrometheus } from '../../pkg/backend/cli/sample/start-sample-prometheus.ts';
import { DERIVED_SIGNALS } from '../../pkg/contract/derived-signals.ts';
import { sampleCluster } from '../../pkg/sample/sample-cluster.ts';
import { DAY, HOUR, MINUTE } from '../../pkg/sample/series.ts';
import { seriesText } from '../../pkg/sample/text-format.ts';

const SEED = 42;
const CLUSTER = '{job=~"node-exporter|kubelet|kube-state-metrics"}';
/** Two of its nodes are rebooted about four days before the anchor. */
const SEED_WITH_REBOOTS = 57;

interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
  readonly values: readonly (readonly [number, string])[];
}

async function query(url: string, expr: string, atMs?: number): Promise<readonly Result[]> {
  const parameters = new URLSearchParams({ query: expr, ...(atMs === undefined ? {} : { time: String(atMs / 1000) }) });
  const response = await fetch(`${url}/api/v1/query?${parameters}`);
  const body = (await response.json()) as { status: string; error?: string; data: { result: Result[] } };
  if (body.status !== 'success') {
    throw new Error(`${expr}: ${body.error}`);
  }
  return body.data.result;
}

async function one(url: string, expr: string, atMs?: number): Promise<number> {
  const [result] = await query(url, expr, atMs);
  return Number(result?.value[1]);
}

async function eventually(check: () => Promise<boolean>, withinMs: number): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > giveUpAt) {
      throw new Error('It did not happen in time.');
    }
    await sleep(200);
  }
}

describe('a day of the sample cluster in a real Prometheus', () => {
  let dir: string;
  let sample: SamplePrometheus;
  const said: string[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'headroom-sample-'));
    sample = await startSamplePrometheus({
      dir,
      prometheusPort: 0,
      exporterPort: 0,
      seed: SEED,
      days: 1,
      scrapeIntervalSeconds: 1,
      log: (sentence) => said.push(sentence),
    });
  });

  afterAll(async () => {
    await sample.stop();
    await rm(dir, { recursive: true });
  });

  const ask = (expr: string, atMs?: number) => one(sample.url, expr, atMs);

  it('loads as many samples as it says', async () => {
    const all = await query(sample.url, `${CLUSTER}[26h]`);
    // History lies on multiples of 30 s; a live scrape comes at some odd millisecond.
    const history = all.flatMap(({ values }) => values.filter(([t]) => t % 30 === 0));
    expect(history).toHaveLength(sample.samples);
    expect(said.join(' ')).toContain(`Loaded ${sample.samples.toLocaleString('en')} samples`);
  });

  it('holds exactly the values of the generator', async () => {
    const cluster = sampleCluster({ seed: SEED, anchorMs: sample.anchorMs });
    const t = Math.floor((sample.anchorMs - 5 * HOUR) / (5 * MINUTE)) * 5 * MINUTE;
    const stored = await query(sample.url, CLUSTER, t);
    const values = new Map(
      stored.map(({ metric: { __name__: name = '', ...labels }, value }) => [
        seriesText(name, sorted(labels)),
        Number(value[1]),
      ])
    );
    const expected = cluster.seriesBetween(t, t).filter((series) => series.at(t) !== undefined);
    expect(expected.length).toBeGreaterThan(300);
    for (const series of expected) {
      expect(values.get(seriesText(series.name, sorted(series.labels)))).toBe(series.at(t));
    }
  });

  it('gives rates over five minutes all day long', async () => {
    const busy = 'sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))';
    const result = await query(sample.url, `count_over_time((${busy})[22h:10m])`, sample.anchorMs - 20 * MINUTE);
    expect(result).toHaveLength(3);
    for (const { value } of result) {
      expect(Number(value[1])).toBeGreaterThan(0.9 * 132);
    }
    expect(await ask(`min(${busy})`)).toBeGreaterThan(0.05);
    expect(await ask(`max(${busy})`)).toBeLessThan(2);
    expect(await ask('count(rate(container_cpu_usage_seconds_total[5m]) > 0)')).toBe(29);
  });

  it.each(DERIVED_SIGNALS)('has what $id is derived from', async ({ expr, unit }) => {
    const shares = (await query(sample.url, expr)).map(({ value }) => Number(value[1]));
    expect(shares.length).toBeGreaterThan(2);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    // A workload that asks for too little uses several times its request, most of all within an incident.
    expect(Math.max(...shares)).toBeLessThanOrEqual(unit === 'percent' ? 100 : 20);
  });

  it('has no gap between history and live scrapes', async () => {
    await eventually(async () => (await ask('count_over_time(up{job="sample-cluster"}[5m])')) >= 3, 30_000);
    const [load] = await query(sample.url, 'node_load1{instance="10.0.0.11:9100"}[8m]');
    const times = load?.values.map(([t]) => t) ?? [];
    const gaps = times.slice(1).map((t, i) => t - (times[i] ?? 0));
    expect(times.length).toBeGreaterThan(10);
    expect(Math.max(...gaps)).toBeLessThan(60);
    expect(Date.now() / 1000 - (times.at(-1) ?? 0)).toBeLessThan(10);
  });

  it('joins containers to their deployments', async () => {
    const api = await query(
      sample.url,
      `sum by (owner_name) (
         rate(container_cpu_usage_seconds_total{container="api"}[5m])
         * on (namespace, pod) group_left (owner_name) kube_pod_owner{owner_kind="ReplicaSet"}
       )`
    );
    expect(api).toHaveLength(1);
    expect(api[0]?.metric['owner_name']).toMatch(/^api-/);
  });

  it('shows the volume that is about to fill, and the one that only looks so', async () => {
    const forecast = (pvc: string) =>
      ask(
        `predict_linear(kubelet_volume_stats_used_bytes{persistentvolumeclaim="${pvc}"}[20h], 4*86400)
         / on () kubelet_volume_stats_capacity_bytes{persistentvolumeclaim="${pvc}"}`
      );
    expect(await forecast('postgres-data')).toBeGreaterThan(1);
    expect(await forecast('log-archive')).toBeGreaterThan(1.2);
    expect(await forecast('grafana-data')).toBeLessThan(0.6);
  });

  it('shows a volume that is made larger', async () => {
    const capacity = () => ask('kubelet_volume_stats_capacity_bytes{persistentvolumeclaim="postgres-data"}');
    const before = await capacity();
    const response = await fetch(`${sample.exporterUrl}/enlarge?pvc=postgres-data&factor=2`, { method: 'POST' });
    expect(response.ok).toBe(true);
    await eventually(async () => (await capacity()) > 1.99 * before, 20_000);
  });

  it('refuses a port that is taken', async () => {
    const port = Number(new URL(sample.url).port);
    const second = startSamplePrometheus({
      dir: `${dir}/second`,
      prometheusPort: port,
      exporterPort: 0,
      seed: 1,
      days: 1,
      log: () => undefined,
    });
    await expect(second).rejects.toMatchObject({ code: 'conflict' });
  });

  it('says so when promtool fails', async () => {
    const broken = join(dir, 'promtool');
    await writeFile(broken, '#!/bin/sh\necho "cannot write block" >&2\nexit 1\n');
    await chmod(broken, 0o755);
    const started = startSamplePrometheus({
      dir: `${dir}/third`,
      prometheusPort: 0,
      exporterPort: 0,
      seed: 1,
      days: 1,
      promtool: broken,
      log: () => undefined,
    });
    await expect(started).rejects.toThrow(/cannot write block/);
  });
});

describe('counters over some days', () => {
  it('are reset by restarts and reboots, and nothing else', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'headroom-sample-'));
    const days = 6;
    const sample = await startSamplePrometheus({
      dir,
      prometheusPort: 0,
      exporterPort: 0,
      seed: SEED_WITH_REBOOTS,
      days,
      log: () => undefined,
    });
    try {
      const at = sample.anchorMs - 15 * MINUTE;
      const window = `${days - 1}d`;
      const reboots = await one(sample.url, `sum(changes(node_boot_time_seconds[${window}]))`, at);
      const nodeResets = await one(sample.url, `sum(resets(node_network_receive_bytes_total[${window}]))`, at);
      expect(reboots).toBe(2);
      expect(nodeResets).toBe(reboots);
      const restarts = await query(sample.url, `changes(kube_pod_container_status_restarts_total[${window}]) > 0`, at);
      expect(restarts.length).toBeGreaterThan(0);
      for (const { metric, value } of restarts) {
        const labels = `pod="${metric['pod']}",container="${metric['container']}"`;
        const resets = await one(
          sample.url,
          `sum(resets(container_cpu_usage_seconds_total{${labels}}[${window}]))`,
          at
        );
        expect(resets).toBeGreaterThanOrEqual(Number(value[1]));
      }
      const missed = await one(sample.url, `sum(count_over_time(up[${window}]) - sum_over_time(up[${window}]))`, at);
      expect(missed).toBeGreaterThan(0);
      expect(
        await one(sample.url, `count(count_over_time(kube_pod_info{created_by_kind="ReplicaSet"}[${window}]))`, at)
      ).toBeGreaterThan(10);
    } finally {
      await sample.stop();
      await rm(dir, { recursive: true });
    }
  });
});

describe('an exporter with a Prometheus of its own beside it', () => {
  it('hands its history over by load-history.sh', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'headroom-beside-'));
    const exporter = await sampleExporter({
      dir,
      host: '127.0.0.1',
      port: 0,
      seed: SEED,
      days: 1,
      log: () => undefined,
    });
    const port = await freePort('127.0.0.1', 0);
    const url = `http://127.0.0.1:${port}`;
    await writeFile(join(dir, 'prometheus.yml'), 'global: {}\n');
    const script = join(import.meta.dirname, '../../pkg/backend/cli/sample/load-history.sh');
    const child = spawn(
      script,
      [
        `${dir}/history`,
        `${dir}/data`,
        `http://127.0.0.1:${exporter.port}`,
        `--config.file=${dir}/prometheus.yml`,
        `--storage.tsdb.path=${dir}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' }
    );
    const ended = new Promise((resolve) => child.once('close', resolve));
    try {
      await eventually(async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok === true, 90_000);
      const newest = await one(url, 'max(timestamp(node_load1))');
      expect(Date.now() / 1000 - newest).toBeLessThan(60);
      expect(await one(url, 'count(count_over_time(node_load1[1d]) > 250)', Date.now() - DAY / 24)).toBe(3);
    } finally {
      child.kill('SIGTERM');
      await ended;
      await exporter.stop();
      await rm(dir, { recursive: true });
    }
  });
});

function sorted(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
