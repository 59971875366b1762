import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Enlargement } from '../../../sample/cluster/claim.ts';
import { sampleCluster } from '../../../sample/sample-cluster.ts';
import { startExporter, type Exporter } from './exporter.ts';

const HOST = '127.0.0.1';
const enlargements: Enlargement[] = [];
const cluster = sampleCluster({ seed: 1, anchorMs: Date.now(), enlargements });
let exporter: Exporter;

beforeAll(async () => {
  const enlarge = async (one: Enlargement) => void enlargements.push(one);
  exporter = await startExporter({ cluster, host: HOST, port: 0, enlarge });
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
    const second = startExporter({ cluster, host: HOST, port: exporter.port, enlarge: async () => undefined });
    await expect(second).rejects.toMatchObject({ code: 'conflict' });
  });
});
