import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Enlargement } from '../../../sample/cluster/claim.ts';
import { sampleCluster } from '../../../sample/sample-cluster.ts';
import type { Incident } from '../../../sample/incidents/incident.ts';
import { startExporter, type Exporter } from './exporter.ts';

const HOST = '127.0.0.1';
const enlargements: Enlargement[] = [];
const injected: Incident[] = [];
const cluster = sampleCluster({ seed: 1, anchorMs: Date.now(), enlargements, injected });
const strike = async (incidents: readonly Incident[]) => void injected.splice(0, injected.length, ...incidents);
let exporter: Exporter;

beforeAll(async () => {
  const enlarge = async (one: Enlargement) => void enlargements.push(one);
  exporter = await startExporter({ cluster, host: HOST, port: 0, enlarge, injected, strike });
}, 60_000);

afterAll(() => exporter.stop());

const ask = (path: string, method = 'GET') => fetch(`http://${HOST}:${exporter.port}${path}`, { method });

async function capacity(): Promise<number> {
  const text = await (await ask('/metrics')).text();
  const line = text.split('\n').find((one) => /^kubelet_volume_stats_capacity_bytes\{.*"postgres-data"/.test(one));
  return Number(line?.split(' ')[1]);
}

describe('the exporter', { timeout: 60_000 }, () => {
  it('answers a scrape in the text format', async () => {
    const response = await ask('/metrics');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(300);
    for (const line of lines) {
      expect(line).toMatch(/^(# TYPE \w+ (counter|gauge)|\w+\{(\w+="[^"]*",?)+\} [0-9.e+-]+)$/);
    }
  });

  it('enlarges a volume', async () => {
    const before = await capacity();
    const response = await ask('/enlarge?pvc=postgres-data&factor=1.5', 'POST');
    expect(await response.json()).toMatchObject({ namespace: 'shop', pvc: 'postgres-data' });
    expect((await capacity()) / before).toBeCloseTo(1.5, 6);
    expect(enlargements).toHaveLength(1);
  });

  it('starts an incident and ends it, and tells the truth about both', async () => {
    const started = (await (await ask('/incident?workload=fraud&kind=drop&minutes=30', 'POST')).json()) as Incident;
    expect(started).toMatchObject({ namespace: 'payments', workload: 'fraud', kind: 'drop' });
    expect(started.untilMs - started.fromMs).toBe(30 * 60_000);
    expect(await (await ask('/incident/end', 'POST')).json()).toEqual({ ended: 1 });
    const { incidents, tuningCases } = (await (await ask('/truth')).json()) as {
      incidents: Incident[];
      tuningCases: unknown[];
    };
    expect(incidents.at(-1)?.untilMs).toBeLessThanOrEqual(Date.now());
    expect(incidents.length).toBe(cluster.planned.length + 1);
    expect(tuningCases).toHaveLength(8);
  });

  it('gives the last minutes as OpenMetrics', async () => {
    const response = await ask(`/history?from=${Date.now() / 1000 - 120}`);
    expect(response.headers.get('content-type')).toMatch(/^application\/openmetrics-text/);
    const text = await response.text();
    expect(text.match(/^node_load1\{/gm)?.length).toBe(3 * 4);
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  it.each([
    ['POST', '/enlarge?pvc=nothing', 404, 'pvc'],
    ['POST', '/enlarge', 404, 'pvc'],
    ['POST', '/enlarge?pvc=redis-data&factor=0.5', 400, 'factor'],
    ['POST', '/enlarge?pvc=redis-data&factor=many', 400, 'factor'],
    ['POST', '/incident?workload=nobody', 404, 'workload'],
    ['POST', '/incident?workload=fraud&kind=fire', 400, 'kind'],
    ['POST', '/incident?workload=fraud&minutes=0', 400, 'minutes'],
    ['GET', '/history', 400, 'from'],
    ['GET', '/history?from=99999999999', 400, 'from'],
    ['GET', '/enlarge?pvc=redis-data', 404, undefined],
    ['GET', '/', 404, undefined],
  ])('refuses %s %s with %i and a remedy', async (method, path, status, field) => {
    const response = await ask(path, method);
    expect(response.status).toBe(status);
    const body = (await response.json()) as Record<string, string>;
    expect(body['field']).toBe(field);
    expect(body['remedy']).toBeTruthy();
    expect(enlargements.some((one) => one.name === 'redis-data')).toBe(false);
  });

  it('says so when its port is taken', async () => {
    const enlarge = async () => undefined;
    const second = startExporter({ cluster, host: HOST, port: exporter.port, enlarge, injected, strike });
    await expect(second).rejects.toMatchObject({ code: 'conflict' });
  });
});
