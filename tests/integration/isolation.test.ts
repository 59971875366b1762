import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, type Door, idOf, nameOf } from '../support/access-doors.ts';
import type { PluginDoor } from '../support/plugin-door.ts';
import { ROUTES } from '../support/rest-routes.ts';
import { SAMPLE_ADVICE } from '../support/sample-advice.ts';
import {
  DOORS,
  type LevelledServer,
  openService,
  OWN,
  PLUGIN_DOORS,
  startLevelledPrometheus,
  UNKNOWN,
} from '../support/two-organisations.ts';

/** Stands in everything that the first organisation makes. */
const MARK = 'only_one';
const OWNER: Asker = { org: 1, role: 'Admin' };
const STRANGER: Asker = { org: 2, role: 'Admin' };
/** Its examples are those of the tests. */
const SAME_FOR_ALL = 'GET /v1/openapi.json';
const SAMPLE_ID = SAMPLE_ADVICE.recommendations[0]?.id ?? '';

let prometheus: LevelledServer;

beforeAll(async () => {
  prometheus = await startLevelledPrometheus();
});

afterAll(() => prometheus.close());

describe.each(DOORS)('a second organisation, by the engine as %s, sees nothing of the first:', (_title, start) => {
  let door: Door;
  let close: () => Promise<void>;
  let own: Owned;
  beforeAll(async () => {
    ({ door, close } = await start(prometheus.url));
    own = await makeOwn(door);
    prometheus.raise(1_000); // what is read from here on is told from what the first organisation has read
  });

  afterAll(() => close());

  it.each(Object.keys(ROUTES).filter((route) => route.startsWith('GET ') && !route.includes(':id')))(
    '%s',
    async (route) => {
      const { query } = ROUTES[route] ?? {};
      const [mine, theirs] = [
        await door.ask(OWNER, { source: OWN, route, query }),
        await door.ask(STRANGER, { source: OWN, route, query }),
      ];
      expect(mine.status).toBe(200);
      expect([200, 404]).toContain(theirs.status);
      if (route === SAME_FOR_ALL) {
        expect(theirs.text).toBe(mine.text);
      } else {
        expectNothingOf(own, theirs.text);
      }
    }
  );

  it.each(Object.keys(ROUTES).filter(isAboutOne))('%s: what is not theirs is as unknown', async (route) => {
    const { query = '', body: make, status } = ROUTES[route] ?? {};
    const body = make?.(Date.now());
    const asked = async (id: string) => {
      const place = encodeURIComponent(id);
      const request = { route: route.replace(':id', place), query: query.replace(/([?&]ids?=)[^&]*/, `$1${place}`) };
      return door.ask(STRANGER, { source: OWN, ...request, body });
    };
    const known = await asked(own.idFor(route));
    expect(known.status).toBe(404);
    expect(known).toEqual(await asked(UNKNOWN));
    expect(status).not.toBe(404);
  });

  it('which keeps everything that it had', async () => {
    expect(await ownLists(door)).toEqual(own.lists);
  });

  it.each([
    ['POST /v1/forecast', {}, 'values'],
    ['POST /v1/breach', BREACH, 'current'],
    ['POST /v1/anomalies', {}, 'values'],
    ['POST /v1/baseline', {}, 'values'],
  ])('%s: reads anew, and knows no stored model', async (route, more, field) => {
    const body = { range: lastDay(), query: { expr: MARK, ...more } };
    const before = prometheus.received.length;
    const { status, text } = await door.ask(STRANGER, { source: OWN, route, body });
    expect(status).toBe(200);
    expect(rangeReads(before)).toBeGreaterThan(0);
    expect(text).not.toContain(own.forecast);
    expect(text).not.toContain(`${MARK} forecast`);
    const numbers = [...text.matchAll(new RegExp(`"${field}":\\[?(-?[\\d.]+)`, 'g'))].map(([, first]) => Number(first));
    expect(numbers.length, text.slice(0, 2_000)).toBeGreaterThan(0);
    expect(Math.min(...numbers)).toBeGreaterThan(500);
  });

  it('POST /v1/alert-preview: replays anew', async () => {
    const before = prometheus.received.length;
    const { status } = await door.ask(STRANGER, { source: OWN, route: 'POST /v1/alert-preview', body: PREVIEW });
    expect(status).toBe(200);
    expect(rangeReads(before)).toBeGreaterThan(0);
  });
});

it('a second organisation, by the metrics of a service, sees nothing of the first', async () => {
  const { door, close } = await openService(prometheus.url);
  try {
    const own = await makeOwn(door);
    expect((await door.metrics(OWNER)).text).toContain(own.forecast);
    expectNothingOf(own, (await door.metrics(STRANGER)).text);
  } finally {
    await close();
  }
});

/** On a grid of its own, so that no forecast of another question answers it. */
const BREACH = { capacity: '1e6', horizon: '3d', within: '2d', trainingWindow: '20d' };
const PREVIEW = { query: { expr: MARK, capacity: '1e6' }, interval: '1h', days: 1 };

/** Full hours, so that the same question of another organisation is on the same grid. */
function lastDay() {
  const toMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  return { fromMs: toMs - 86_400_000, toMs };
}

function rangeReads(since: number): number {
  return prometheus.received.slice(since).filter(({ path }) => path.endsWith('query_range')).length;
}

function isAboutOne(route: string): boolean {
  return route.includes(':id') || /[?&]ids?=/.test(ROUTES[route]?.query ?? '');
}

/** What the first organisation has made, by its names and ids. */
interface Owned {
  readonly forecast: string;
  readonly ids: readonly string[];
  /** An id of the first organisation that a route can be asked about. */
  readonly idFor: (route: string) => string;
  readonly lists: readonly string[];
}

function expectNothingOf({ ids }: Owned, text: string): void {
  for (const told of [MARK, nameOf(OWNER), SAMPLE_ID, ...ids]) {
    expect(text).not.toContain(told);
  }
}

/** Everything that an organisation can have: stored and trained, watched, judged, decided, asked, queued. */
async function makeOwn(door: Door): Promise<Owned> {
  const send = async (route: string, body: object, query?: string) => {
    const given = await door.ask(OWNER, { source: OWN, route, body, query });
    expect(given.status, `${route}: ${given.text}`).toBeLessThan(300);
    return given;
  };
  const nowMs = Date.now();
  const query = { expr: MARK };
  const range = lastDay();
  for (const route of ['forecast', 'anomalies', 'baseline']) {
    await send(`POST /v1/${route}`, { query, range });
  }
  const forecast = idOf(
    await send('POST /v1/forecasts', { name: `${MARK} forecast`, query: { expr: MARK, model: 'theta' } })
  );
  const deleted = idOf(
    await send('POST /v1/forecasts', { name: `${MARK} deleted`, query: { ...query, horizon: '2d' } })
  );
  await door.ask(OWNER, { source: OWN, route: `DELETE /v1/forecasts/${deleted}` });
  const watched = idOf(await send('POST /v1/watched-signals', { name: `${MARK} watched`, query }));
  const verdict = {
    ...{ labels: { node: 'a' }, startMs: nowMs - 3_600_000, endMs: nowMs },
    verdict: 'real',
    note: MARK,
  };
  const feedback = idOf(await send('POST /v1/anomaly-feedback', { query, ...verdict }));
  const decision = { action: 'reject', reason: MARK, version: 0 };
  await send('POST /v1/recommendations/decision', decision, `?id=${encodeURIComponent(SAMPLE_ID)}`);
  const run = idOf(await send('POST /v1/recommendations/run', { namespace: MARK.replace('_', '-') }));
  const refresh = idOf(await send('POST /v1/forecast/refresh', { query }));
  await send('POST /v1/breach', { query: { ...query, ...BREACH }, range });
  await send('POST /v1/alert-preview', PREVIEW);
  await untilTrained(door, forecast);
  const ids = [forecast, deleted, watched, feedback, run, refresh];
  const idFor = (route: string) => {
    const by: Readonly<Record<string, string>> = {
      'watched-signals': watched,
      'anomaly-feedback': feedback,
      recommendations: SAMPLE_ID,
    };
    const [, found] = Object.entries(by).find(([part]) => route.includes(`/${part}/`)) ?? [];
    return found ?? (route.endsWith('/restore') ? deleted : forecast);
  };
  return { forecast, ids, idFor, lists: await ownLists(door) };
}

async function untilTrained(door: Door, id: string): Promise<void> {
  const giveUpMs = Date.now() + 90_000;
  const state = async () => (await door.ask(OWNER, { source: OWN, route: `GET /v1/forecasts/${id}` })).text;
  while (!(await state()).includes('"state":"ready"')) {
    expect(Date.now()).toBeLessThan(giveUpMs);
    await sleep(500);
  }
}

/** What people of the first organisation have made. */
async function ownLists(door: Door): Promise<readonly string[]> {
  const named = async (route: string) => {
    const { text } = await door.ask(OWNER, { source: OWN, route });
    return (text.match(/"(?:id|name|verdict|reason|state)":"[^"]*"/g) ?? []).join('\n');
  };
  return Promise.all(['GET /v1/forecasts', 'GET /v1/watched-signals', 'GET /v1/recommendations'].map(named));
}

describe.each(PLUGIN_DOORS)('a second organisation, by the engine as %s,', (_title, start) => {
  let door: PluginDoor;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ door, close } = await start(prometheus.url));
  });
  afterAll(() => close());

  it('is shown no recommendations of the first by a query', async () => {
    const query = { queryType: 'recommendations', kinds: ['saving', 'reliability', 'none'] };
    expect((await door.query(OWNER, OWN, query)).text).toContain('shop');
    expect((await door.query(STRANGER, OWN, query)).text).not.toContain('shop');
  });

  it('is not told of jobs of the first', async () => {
    const [mine, theirs] = [door.watchJobs(OWNER, OWN), door.watchJobs(STRANGER, OWN)];
    const id = idOf(
      await door.ask(OWNER, { source: OWN, route: 'POST /v1/forecast/refresh', body: { query: { expr: 'up' } } })
    );
    const ended = async () => (await door.ask(OWNER, { source: OWN, route: 'GET /v1/jobs' })).text;
    await expect.poll(ended, { timeout: 60_000, interval: 500 }).toMatch(new RegExp(`"id":"${id}".*"state":"done"`));
    expect(mine.stop().join()).toContain(id);
    expect(theirs.stop()).toEqual([]);
  });
});
