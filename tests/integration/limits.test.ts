import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf } from '../../pkg/backend/app/ports/kit.contract.ts';
import { queueMigrations } from '../../pkg/backend/queue/migrations.ts';
import { openStore } from '../../pkg/backend/store/open-store.ts';
import type { Asker, Door, RouteAnswer } from '../support/access-doors.ts';
import { freePort } from '../support/free-port.ts';
import { scriptedPrometheus, timesAsked } from '../support/scripted-prometheus.ts';
import {
  type Script,
  type ScriptedServer,
  sendData,
  sendJson,
  startScriptedServer,
} from '../support/scripted-server.ts';
import { openServiceDoor } from '../support/service-door.ts';

const ADMIN: Asker = { org: 1, role: 'Admin' };
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A limit as the reference has it. */
interface Documented {
  readonly name: string;
  readonly status: number;
  readonly says: string;
}

const documented: readonly Documented[] = readFileSync(
  join(import.meta.dirname, '../../docs/reference/limits.md'),
  'utf8'
)
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => /^\d{3}$/.test(cells[4] ?? ''))
  .map(([, name = '', , , status, says = '']) => ({ name, status: Number(status), says: says.replaceAll('`', '') }));

/** Kept waiting until it resolves. */
const crowd = Promise.withResolvers<void>();

/** As many series as the expression says: `series_40`. */
const series: Script = (request, response) => {
  const query = request.params.get('query') ?? '';
  if (query.includes('slow')) {
    return; // for good
  }
  if (query.includes('huge')) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(' '.repeat(65 * 2 ** 20));
    return;
  }
  const count = Number(/series_(\d+)/.exec(query)?.[1] ?? 1);
  const values = timesAsked(request)
    .slice(-60)
    .map((time, i) => [time / 1_000, String(i)]);
  sendData(response, {
    resultType: 'matrix',
    result: Array.from({ length: count }, (_, n) => ({ metric: { n: String(n) }, values })),
  });
};

let server: ScriptedServer;
let directory: string;
let door: Door;

beforeAll(async () => {
  server = await startScriptedServer(async (request, response) => {
    const query = request.params.get('query') ?? '';
    if (query.includes('crowd')) {
      await crowd.promise;
      return sendJson(response, { status: 'error', errorType: 'bad_data', error: 'no more' }, 400);
    }
    const count = Number(/series_(\d+)/.exec(query)?.[1] ?? 1);
    const costly = query.includes('costly') ? { samplesPerEvaluation: 10_000_000 } : {};
    return scriptedPrometheus({ series: count, ...costly, answer: series })(request, response);
  });
  directory = await mkdtemp(join(tmpdir(), 'headroom-limits-'));
  await fill(join(directory, 'state'));
  const { url } = server;
  const sources = {
    lab: { url },
    wide: { url, limits: { maxSeries: 50_000, maxSamples: 1_000_000_000 } },
    crowded: { url },
    hasty: { url, limits: { timeoutSeconds: 1 } },
    dead: { url: `http://127.0.0.1:${await freePort()}` },
  };
  door = await openServiceDoor({ directory, orgs: [1], sources });
});

afterAll(async () => {
  await door.stop();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

/** Feedback and jobs in numbers that would take long to make one by one. */
async function fill(state: string): Promise<void> {
  await mkdir(state, { recursive: true });
  const clock = { now: () => Date.now() };
  const store = openStore({ directory: state, setting: 'TEST', clock, migrations: { queue: queueMigrations } });
  const one = {
    expr: 'another',
    labels: {},
    startMs: Date.now(),
    endMs: Date.now(),
    verdict: 'real',
    note: '',
    by: 'x',
    atMs: 0,
  };
  for (let i = 0; i < 500; i++) {
    await store.documents.put(contextOf('1', 'lab'), 'anomaly-feedback', `f${i}`, one);
  }
  store.close();
  const database = new DatabaseSync(join(state, 'headroom.db'));
  const dueMs = Date.now() + HOUR;
  database.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO jobs (id, org, source, kind, idempotency_key, payload, state, run_after_ms, due_ms)
    SELECT 'j' || i, '1', 'wide', 'forecast.refresh', 'k' || i, '{}', 'waiting', ${dueMs}, ${dueMs} FROM n`);
  database.close();
}

const send = (source: string, route: string, body?: object, query?: string) =>
  door.ask(ADMIN, { source, route, body, query });
const range = () => ({ fromMs: Date.now() - DAY, toMs: Date.now() });
const forecast = (query: object, source = 'lab') => send(source, 'POST /v1/forecast', { range: range(), query });

/** Repeats until the limit is hit. */
async function fillUp(most: number, make: (i: number) => Promise<RouteAnswer>): Promise<RouteAnswer> {
  for (let i = 0; i < most; i++) {
    expect((await make(i)).status).toBe(201);
  }
  return make(most);
}

const feedback = () => {
  const place = { labels: { n: '0' }, startMs: Date.now() - HOUR, endMs: Date.now() };
  return { query: { expr: 'up' }, ...place, verdict: 'not-an-anomaly' };
};

/** Goes beyond each limit by one, or as little as can be. */
const BEYOND: Readonly<Record<string, () => Promise<RouteAnswer>>> = {
  'Body of a request': () => forecast({ expr: ' '.repeat(2 ** 20) }),
  'Series of a signal': () => forecast({ expr: 'series_501' }),
  'Samples that a query loads in Prometheus': () => forecast({ expr: 'costly' }),
  'Points of a signal, all series together': () =>
    forecast({ expr: 'series_3000', step: '1m', horizon: '10m', trainingWindow: '13d' }, 'wide'),
  'Answer of Prometheus': () => forecast({ expr: 'huge' }),
  'Time of a query in Prometheus': () => forecast({ expr: 'slow' }, 'hasty'),
  'Requests of one data source that wait for its Prometheus': async () => {
    const asked = Array.from({ length: 1_010 }, (_, i) => forecast({ expr: `crowd_${i}` }, 'crowded'));
    const first = await Promise.race(asked);
    crowd.resolve();
    await Promise.all(asked);
    return first;
  },
  'Steps of a horizon': () => forecast({ expr: 'up', horizon: '90d', step: '30m' }),
  'Points of a training window': () => forecast({ expr: 'up', step: '1m', horizon: '1h', trainingWindow: '20001m' }),
  "Points of an anomaly's history": () =>
    send('lab', 'POST /v1/anomalies', { range: range(), query: { expr: 'up', step: '1m', trainingWindow: '50001m' } }),
  'Series of an ensemble that is not stored': () => forecast({ expr: 'series_11', model: 'ensemble' }),
  'Forecasts of an alert preview': () =>
    send('lab', 'POST /v1/alert-preview', { query: { expr: 'series_40', capacity: '99' }, interval: '1h', days: 30 }),
  'Stored forecasts of a data source': () =>
    fillUp(100, (i) => send('dead', 'POST /v1/forecasts', { name: `f${i}`, query: { expr: 'up' } })),
  'Watched signals of a data source': () =>
    fillUp(50, (i) => send('dead', 'POST /v1/watched-signals', { name: `w${i}`, query: { expr: 'up' } })),
  'Feedback on anomalies of a data source': () => send('lab', 'POST /v1/anomaly-feedback', feedback()),
  'Jobs of a data source that wait or run': () => send('wide', 'POST /v1/forecast/refresh', { query: { expr: 'up' } }),
  'Name of a stored forecast': () =>
    send('lab', 'POST /v1/forecasts', { name: 'x'.repeat(201), query: { expr: 'up' } }),
  'Entries of a list in one answer': () => send('lab', 'GET /v1/forecasts', undefined, '?limit=10001'),
};

it('every limit of the reference is tried', () => {
  expect(documented.map(({ name }) => name)).toEqual(Object.keys(BEYOND));
});

it.each(documented)('$name: refused with $status, as the reference says', async ({ name, status, says }) => {
  const given = await (BEYOND[name] ?? expect.fail(`Nothing tries ${name}.`))();
  const { error } = JSON.parse(given.text) as { error?: { message: string; field?: string; remedy?: string } };
  const pattern = says
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.+');
  expect(error?.message, given.text.slice(0, 300)).toMatch(new RegExp(`^${pattern}$`));
  expect(given.status).toBe(status);
  expect(error?.remedy ?? error?.field).toBeTruthy();
});
