import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MetricDefinition, METRICS } from '../../pkg/backend/telemetry/metric-definitions.ts';
import { type Asker, type Door, idOf } from '../support/access-doors.ts';
import { PROMTOOL } from '../support/prometheus-server.ts';
import { ROUTES } from '../support/rest-routes.ts';
import {
  openPlugin,
  openService,
  SHARED,
  startLevelledPrometheus,
  type LevelledServer,
} from '../support/two-organisations.ts';

const ROOT = join(import.meta.dirname, '../..');
const ADMIN: Asker = { org: 1, role: 'Admin' };
/** Only where something is damaged or refused, traces are sent, values have come since a training, or Grafana asks. */
const NOT_HERE: readonly MetricDefinition[] = [
  METRICS.damage,
  METRICS.upstreamRefused,
  METRICS.spans,
  METRICS.storedCoverage,
  METRICS.queries,
];
const definitions: readonly MetricDefinition[] = Object.values(METRICS);

let prometheus: LevelledServer;
let door: Door;
let close: () => Promise<void>;
let forecast: string;
let text: string;

beforeAll(async () => {
  prometheus = await startLevelledPrometheus();
  ({ door, close } = await openService(prometheus.url));
  const body = { query: { expr: 'secret_of_a_user' }, range: { fromMs: Date.now() - 86_400_000, toMs: Date.now() } };
  for (let i = 0; i < 2; i++) {
    await door.ask(ADMIN, { source: SHARED, route: 'POST /v1/forecast', body });
  }
  await door.ask(ADMIN, { source: SHARED, route: 'POST /v1/forecast', body: {} });
  await door.ask(ADMIN, { source: 'secret_source', route: 'GET /v1/jobs' });
  await door.ask(ADMIN, { source: SHARED, route: 'GET /v1/made-up-by-a-user' });
  await door.ask(ADMIN, { source: SHARED, route: 'POST /v1/recommendations/run', body: {} });
  const stored = { name: 'secret name', query: { expr: 'secret_of_a_user', model: 'theta' } };
  forecast = idOf(await door.ask(ADMIN, { source: SHARED, route: 'POST /v1/forecasts', body: stored }));
  const giveUpMs = Date.now() + 60_000;
  const worked = async () => (await door.ask(ADMIN, { source: SHARED, route: 'GET /v1/jobs' })).text;
  while ((await worked()).match(/"state":"(done|failed)"/g)?.length !== 2) {
    expect(Date.now()).toBeLessThan(giveUpMs);
    await sleep(250);
  }
  ({ text } = await door.metrics(ADMIN));
});

afterAll(async () => {
  await close();
  await prometheus.close();
});

/** Labels and values of a metric. */
function readings(name: string): { readonly labels: string; readonly value: number }[] {
  return [...text.matchAll(new RegExp(`^${name}(?:\\{(.*)\\})? (\\S+)$`, 'gm'))].map(([, labels = '', value]) => ({
    labels,
    value: Number(value),
  }));
}

const valueOf = (name: string, labels = '') =>
  readings(name).find((one) => one.labels === labels)?.value ?? expect.fail(`There is no ${name}{${labels}}.`);

describe('the metrics of a running engine', () => {
  it('are in the form that Prometheus wants', () => {
    const { status, stdout, stderr } = spawnSync(PROMTOOL, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    // The library's own names are older than some of its rules.
    const own = (stdout + stderr).split('\n').filter((line) => line !== '' && !/headroom_(nodejs|process)_/.test(line));
    expect(own).toEqual([]);
    expect([0, 3]).toContain(status);
  });

  it.each(definitions.filter((metric) => !NOT_HERE.includes(metric)))('have $name, with its labels', (metric) => {
    const name = metric.kind === 'histogram' ? `${metric.name}_count` : metric.name;
    const found = readings(name);
    expect(found.length).toBeGreaterThan(0);
    for (const { labels } of found) {
      expect([...labels.matchAll(/(\w+)="/g)].map(([, label]) => label)).toEqual(metric.labels);
    }
  });

  it('count what was asked, by route and outcome, and nothing by what a user wrote', () => {
    const count = 'headroom_request_duration_seconds_count';
    expect(valueOf(count, 'route="POST /v1/forecast",outcome="ok"')).toBe(2);
    expect(valueOf(count, 'route="POST /v1/forecast",outcome="refused"')).toBe(1);
    expect(valueOf(count, 'route="unknown",outcome="refused"')).toBe(1);
    const routes = new Set(readings(count).map(({ labels }) => /route="([^"]*)"/.exec(labels)?.[1]));
    expect([...routes].filter((route) => route !== 'unknown' && !Object.keys(ROUTES).includes(route ?? ''))).toEqual(
      []
    );
    expect(text).not.toMatch(/secret|made-up/);
  });

  it('tell errors by code, cache hits, jobs, the source, and how forecasts and advice do', () => {
    expect(valueOf('headroom_errors_total', 'at="rest",code="invalid_argument"')).toBe(1);
    expect(valueOf('headroom_errors_total', 'at="door",code="not_found"')).toBe(1);
    expect(valueOf('headroom_errors_total', 'at="job",code="invalid_expression"')).toBe(1);
    expect(valueOf('headroom_cache_requests_total', 'cache="forecasts",result="memory"')).toBeGreaterThan(0);
    expect(valueOf('headroom_cache_bytes', 'cache="forecasts"')).toBeGreaterThan(1_000);
    expect(valueOf('headroom_jobs_total', 'kind="forecast.train",state="done"')).toBe(1);
    expect(valueOf('headroom_upstream_duration_seconds_count', 'endpoint="query_range",outcome="ok"')).toBeGreaterThan(
      0
    );
    const of = `organisation="1",source="${SHARED}",forecast="${forecast}"`;
    expect(valueOf('headroom_stored_forecast_mase', of)).toBeGreaterThan(0);
    expect(valueOf('headroom_stored_forecast_trained_timestamp_seconds', of)).toBeGreaterThan(Date.now() / 1_000 - 60);
    const saving = `organisation="1",source="${SHARED}",currency="USD"`;
    expect(valueOf('headroom_recommended_saving_per_month', saving)).toBeGreaterThan(0);
    expect(valueOf('headroom_ready')).toBe(1);
    expect(valueOf('headroom_store_notices')).toBe(0);
  });

  it('tell another organisation nothing of these', async () => {
    const other = (await door.metrics({ org: 2, role: 'Viewer' })).text;
    expect(other).toContain('headroom_ready 1');
    expect(other).toContain('organisation="2"');
    expect(other).not.toContain('organisation="1"');
    expect(other).not.toContain(forecast);
  });

  it.each(['dashboards/headroom-engine.json', 'deploy/prometheus/engine.rules.yaml'])(
    'are those that %s asks for',
    (file) => {
      const asked = new Set(readFileSync(join(ROOT, file), 'utf8').match(/headroom_[a-z0-9_]+(?=[{[)\s"=])/g));
      const told = new Set([...text.matchAll(/^(headroom_\w+)[{ ]/gm)].map(([, name]) => name ?? ''));
      const parts = (name: string) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`];
      const known = [
        ...told,
        ...definitions.flatMap(({ kind, name }) => (kind === 'histogram' ? parts(name) : [name])),
      ];
      expect(asked.size).toBeGreaterThan(5);
      expect([...asked].filter((name) => !known.includes(name))).toEqual([]);
    }
  );
});

it('are the same for a Grafana that collects them from its child, with the queries of panels and rules', async () => {
  const child = await openPlugin(prometheus.url);
  try {
    await child.door.query(ADMIN, SHARED, { queryType: 'forecast', expr: 'up' });
    await child.door.query(ADMIN, SHARED, { queryType: 'forecast', expr: '' });
    const collected = (await child.door.metrics(ADMIN)).text;
    expect(collected).toContain('headroom_query_duration_seconds_count{type="forecast",status="200"} 1\n');
    expect(collected).toContain('headroom_errors_total{at="query",code="invalid_argument"} 1\n');
    expect(collected).toContain('headroom_ready 1\n');
  } finally {
    await child.close();
  }
});
