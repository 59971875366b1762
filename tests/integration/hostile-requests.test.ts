import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, type Door, expectRefusal, idOf } from '../support/access-doors.ts';
import { ROUTES } from '../support/rest-routes.ts';
import {
  DOORS,
  FIRST_ONLY,
  type LevelledServer,
  openService,
  OWN,
  SHARED,
  startLevelledPrometheus,
} from '../support/two-organisations.ts';

/** Stands in everything that the first organisation makes. */
const MARK = 'only_one';
const OWNER: Asker = { org: 1, role: 'Admin' };
const STRANGER: Asker = { org: 2, role: 'Admin' };
const VIEWER: Asker = { org: 1, role: 'Viewer' };

/** Ways to write the path of the audit log, which only administrators may read. */
const PATHS_TO_AUDIT = [
  '/v1/../v1/audit',
  '/v1/jobs/../audit',
  '/v1/jobs/%2e%2e/audit',
  '/v1/jobs/..%2faudit',
  '/v1/jobs/..%5caudit',
  '/v1/jobs\\..\\audit',
  '/v1/jobs;/../audit',
  '/v1/./audit',
  '/v1/%61udit',
  '/v1/%2561udit',
  '/v1/AUDIT',
  '/v1/audit/',
  '/v1/audit//',
  '//v1/audit',
  '/v1//audit',
  '/v1/audit#jobs',
  '/v1/audit%23',
  '/v1/audit%00',
  '/v1/audit;a=b',
  '/v1/audit?limit=1&limit=2',
  '/v1/jobs?/../audit',
  '/v1/jobs#/../../audit',
];

/** Headers and parameters by which other servers let somebody be somebody else. */
const BORROWED: readonly Readonly<Record<string, string>>[] = [
  { 'X-Grafana-Org-Id': '1' },
  { 'X-Scope-OrgID': '1', 'X-Organisation': '1', 'X-Org-Id': '1' },
  { 'X-Grafana-User': 'admin-of-1', 'X-WEBAUTH-USER': 'admin-of-1', 'X-WEBAUTH-ROLE': 'Admin' },
  { 'X-Grafana-Role': 'Admin', 'X-Grafana-Plugin-Id': 'headroom-capacity-datasource' },
  { 'X-Forwarded-User': 'admin-of-1', 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Host': '127.0.0.1' },
  { 'X-Original-URL': '/v1/audit', 'X-Rewrite-URL': '/v1/audit', 'X-HTTP-Method-Override': 'DELETE' },
];
const BORROWED_QUERY = '?org=1&orgId=1&organisation=1&source=own&role=Admin&user=admin-of-1';

let prometheus: LevelledServer;

beforeAll(async () => {
  prometheus = await startLevelledPrometheus();
});

afterAll(() => prometheus.close());

const listRoutes = Object.keys(ROUTES).filter((route) => route.startsWith('GET ') && !route.includes(':id'));

describe.each(DOORS)('the engine as %s', (_title, start) => {
  let door: Door;
  let close: () => Promise<void>;
  let forecast: string;
  beforeAll(async () => {
    ({ door, close } = await start(prometheus.url));
    const make = async (route: string, body: object) => idOf(await door.ask(OWNER, { source: OWN, route, body }));
    forecast = await make('POST /v1/forecasts', { name: MARK, query: { expr: MARK } });
    await make('POST /v1/forecasts', { name: `${MARK} again`, query: { expr: MARK, horizon: '2d' } });
    await make('POST /v1/watched-signals', { name: MARK, query: { expr: MARK } });
    await make('POST /v1/watched-signals', { name: `${MARK} again`, query: { expr: MARK, step: '1h' } });
  });
  afterAll(() => close());

  it.each(PATHS_TO_AUDIT)('shows no Viewer the audit log by the path %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST', 'get']) {
      const { status, text } = await door.ask(VIEWER, { source: OWN, route: `${method} ${path}` });
      expect(text).not.toContain('"entries"');
      expect(text).not.toContain('forecast.create');
      expect(status).toBeLessThan(500);
    }
  });

  it.each(BORROWED)('takes nobody for somebody else by %o', async (headers) => {
    for (const route of listRoutes.filter((one) => one !== 'GET /v1/openapi.json')) {
      for (const query of [ROUTES[route]?.query ?? '', BORROWED_QUERY]) {
        const { text } = await door.ask(STRANGER, { source: OWN, route, query, headers });
        expect(text, route).not.toContain(MARK);
        expect(text, route).not.toContain(forecast);
      }
    }
    expectRefusal(await door.ask(VIEWER, { source: OWN, route: 'GET /v1/audit', headers }), 'audit.read');
    await door.ask(VIEWER, { source: OWN, route: `GET /v1/forecasts/${forecast}`, headers });
    expect((await door.ask(OWNER, { source: OWN, route: `GET /v1/forecasts/${forecast}` })).status).toBe(200);
  });

  it('takes no organisation, role or owner from a body', async () => {
    const claims = {
      org: 1,
      orgId: 1,
      organisation: 1,
      source: OWN,
      role: 'Admin',
      createdBy: 'admin-of-1',
      principal: 'x',
    };
    for (const as of [STRANGER, VIEWER]) {
      for (const name of ['forecasts', 'watched-signals']) {
        const body = { name: `claimed ${as.org}`, query: { expr: 'up' }, ...claims };
        const { status, text } = await door.ask(as, { source: OWN, route: `POST /v1/${name}`, body });
        expect([201, 400, 403, 422]).toContain(status);
        expect(text).not.toContain('admin-of-1');
      }
    }
    const { text } = await door.ask(OWNER, { source: OWN, route: 'GET /v1/audit' });
    expect(text).not.toContain('claimed');
  });

  it('goes on with no list of another organisation by its cursor', async () => {
    for (const list of ['forecasts', 'watched-signals', 'jobs', 'audit', 'recommendations']) {
      const first = await door.ask(OWNER, { source: OWN, route: `GET /v1/${list}`, query: '?limit=1' });
      const { nextCursor } = JSON.parse(first.text) as { nextCursor?: string };
      expect(nextCursor, `${list}: ${first.text}`).toMatch(/./);
      const cursors = [nextCursor ?? '', encode(''), encode(0), encode([0, '']), encode(9_007_199_254_740_991)];
      for (const cursor of cursors) {
        const query = `?limit=1&cursor=${cursor}`;
        const { status, text } = await door.ask(STRANGER, { source: OWN, route: `GET /v1/${list}`, query });
        expect(status, text).toBeLessThan(500);
        expect(text).not.toContain(MARK);
        expect(text).not.toContain('admin-of-1');
      }
    }
  });

  it('repeats no answer to another user, role or organisation under the same idempotency key', async () => {
    const headers = { 'Idempotency-Key': `shared ${MARK}` };
    const request = {
      source: SHARED,
      route: 'POST /v1/watched-signals',
      body: { name: 'Same', query: { expr: 'same' } },
      headers,
    };
    const askers: Asker[] = [OWNER, { org: 1, role: 'Editor' }, STRANGER, { org: 2, role: 'Editor' }];
    const ids = [];
    for (const as of askers) {
      ids.push(idOf(await door.ask(as, request)));
    }
    expect(new Set(ids).size).toBe(askers.length);
    expect(idOf(await door.ask(OWNER, request))).toBe(ids[0]);
    expectRefusal(await door.ask(VIEWER, request), 'anomaly.configure');
    const train = { source: OWN, route: `POST /v1/forecasts/${forecast}/train`, headers };
    expect((await door.ask(OWNER, train)).status).toBe(202);
    expect((await door.ask(STRANGER, train)).status).toBe(404);
  });

  it('tells by no conflict what another organisation has', async () => {
    const body = { name: MARK, query: { expr: MARK } };
    expect((await door.ask(OWNER, { source: OWN, route: 'POST /v1/forecasts', body })).status).toBe(409);
    const mine = await door.ask(STRANGER, { source: OWN, route: 'POST /v1/forecasts', body });
    expect(mine.status).toBe(201);
    expect((await door.ask(STRANGER, { source: OWN, route: `DELETE /v1/forecasts/${idOf(mine)}` })).status).toBe(204);
  });

  it.each(['forecast', 'anomalies', 'baseline'])(
    'shares no answer of /v1/%s that is asked for at the same time',
    async (name) => {
      const reads = (expr: string) =>
        prometheus.received.filter(
          ({ path, params }) => path.endsWith('query_range') && params.get('query')?.includes(expr)
        ).length;
      const ask = (as: Asker, expr: string) =>
        door.ask(as, { source: SHARED, route: `POST /v1/${name}`, body: { query: { expr }, range: lastDay() } });
      const [one, both] = [`alone_${name}_${String(start.name)}`, `both_${name}_${String(start.name)}`];
      await Promise.all([ask(OWNER, one), ask(VIEWER, one)]);
      expect((await Promise.all([ask(OWNER, both), ask(STRANGER, both)])).map(({ status }) => status)).toEqual([
        200, 200,
      ]);
      expect(reads(one)).toBeGreaterThan(0);
      expect(reads(both)).toBe(2 * reads(one));
    }
  );
});

describe('the engine as a service with tokens', () => {
  let door: Door;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ door, close } = await openService(prometheus.url));
  });
  afterAll(() => close());

  it.each(['/healthz/../metrics', '/readyz/../api/sources/own/v1/audit', '/healthz#/metrics', '/healthz%2f../metrics'])(
    'lets nobody in without a token by the path %s',
    async (path) => {
      const route = `GET /../../..${path}`;
      const { status } = await door.ask(VIEWER, { source: OWN, route, headers: { authorization: '' } });
      expect([401, 200]).toContain(status);
      const { text } = await door.ask(VIEWER, { source: OWN, route, headers: { authorization: '' } });
      expect(text).not.toMatch(/headroom_|entries/);
    }
  );

  it("has a source that is another organisation's own as one that is not there", async () => {
    const ask = async (source: string) => {
      const answer = await door.ask(STRANGER, { source, route: 'GET /v1/source' });
      return { ...answer, text: answer.text.replaceAll(source, '<source>') };
    };
    const secret = await ask(FIRST_ONLY);
    expect(secret.status).toBe(404);
    expect(secret).toEqual(await ask('nowhere'));
    expect((await door.ask(OWNER, { source: FIRST_ONLY, route: 'GET /v1/source' })).status).toBe(200);
  });
});

function encode(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Full hours, so that the same question of another organisation is on the same grid. */
function lastDay() {
  const toMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  return { fromMs: toMs - 86_400_000, toMs };
}
