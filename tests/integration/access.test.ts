import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUERY_TYPES } from '#contract/parse-query.ts';
import { type Action, isAllowed, REQUIRED_ROLE, ROLES } from '#contract/roles.ts';
import { type Asker, type Door, expectRefusal, idOf } from '../support/access-doors.ts';
import type { PluginDoor } from '../support/plugin-door.ts';
import { MADE_BEFORE, type RouteCase, ROUTES } from '../support/rest-routes.ts';
import {
  DOORS,
  type LevelledServer,
  PLUGIN_DOORS,
  ORGS,
  SHARED,
  startLevelledPrometheus,
  UNKNOWN,
} from '../support/two-organisations.ts';

/** Actions that hang on more than the route. */
const CONDITIONAL: readonly Action[] = ['recommendation.approve', 'forecast.deleteOthers'];

let prometheus: LevelledServer;

beforeAll(async () => {
  prometheus = await startLevelledPrometheus();
});

afterAll(() => prometheus.close());

let made = 0;
/** The body of a case at the moment it is sent: names are unique within a source, and a decision names the version it is about. */
async function bodyOf(door: Door, route: string, { org }: Asker, source: string): Promise<object | undefined> {
  const { body: make, query } = ROUTES[route] ?? {};
  const body = make?.(Date.now());
  if (route === 'POST /v1/recommendations/decision') {
    const one = await door.ask({ org, role: 'Admin' }, { source, route: 'GET /v1/recommendations/one', query });
    return { ...body, version: (JSON.parse(one.text) as { version: number }).version };
  }
  return body !== undefined && 'name' in body ? { ...body, name: `${String(body.name)} ${++made}` } : body;
}

/** Makes what a route is about, by whoever asks where they may; gives its id. */
async function makeFor(door: Door, route: string, as: Asker, { deleted = false }: Partial<RouteCase> = {}) {
  const makes = makerOf(route);
  const { action } = ROUTES[makes] ?? expect.fail(`There is no ${makes}.`);
  const maker = isAllowed(as.role, action) ? as : { ...as, role: 'Admin' as const };
  const body = await bodyOf(door, makes, maker, SHARED);
  const id = idOf(await door.ask(maker, { source: SHARED, route: makes, body }));
  if (deleted) {
    await door.ask(maker, { source: SHARED, route: `DELETE /v1/forecasts/${id}` });
  }
  return id;
}

function makerOf(route: string): string {
  const prefix = Object.keys(MADE_BEFORE).find((one) => route.includes(one));
  return `POST ${prefix?.replace(/\/$/, '') ?? '/v1/forecasts'}`;
}

it('has a case for every action of the table of roles', () => {
  const needed = [...Object.values(ROUTES).map(({ action }) => action), ...CONDITIONAL];
  expect([...new Set(needed)].sort()).toEqual(Object.keys(REQUIRED_ROLE).sort());
});

describe.each(DOORS)('the engine as %s', (_title, start) => {
  let door: Door;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ door, close } = await start(prometheus.url));
  });
  afterAll(() => close());

  describe.each(Object.entries(ROUTES))('%s', (route, one) => {
    it.each(ORGS)(`answers every role of organisation %d as the table has it for ${one.action}`, async (org) => {
      for (const role of ROLES) {
        const as = { org, role };
        const id = route.includes(':id') ? await makeFor(door, route, as, one) : '';
        const body = await bodyOf(door, route, as, SHARED);
        const asked = { source: SHARED, route: route.replace(':id', id), query: one.query, body };
        const given = await door.ask(as, asked);
        if (isAllowed(role, one.action)) {
          expect(given.status, `${role}: ${given.text}`).toBe(one.status);
        } else {
          expectRefusal(given, one.action);
        }
      }
    });
  });

  it.each(ORGS)('lets only administrators of organisation %d approve, and take approvals back', async (org) => {
    const route = 'POST /v1/recommendations/decision';
    const decide = async (as: Asker, action: string) => {
      const body = { ...(await bodyOf(door, route, as, SHARED)), action };
      return door.ask(as, { source: SHARED, route, query: ROUTES[route]?.query, body });
    };
    const [editor, admin] = [{ org, role: 'Editor' } as const, { org, role: 'Admin' } as const];
    expectRefusal(await decide(editor, 'approve'), 'recommendation.approve');
    expect((await decide(admin, 'approve')).status).toBe(200);
    expectRefusal(await decide(editor, 'reopen'), 'recommendation.approve');
    expect((await decide(admin, 'reopen')).status).toBe(200);
  });

  it.each(ORGS)('lets only administrators of organisation %d delete or restore what others made', async (org) => {
    const [editor, admin] = [{ org, role: 'Editor' } as const, { org, role: 'Admin' } as const];
    const route = 'DELETE /v1/forecasts/:id';
    const of = async (owner: Asker) => route.replace(':id', await makeFor(door, route, owner));
    expectRefusal(await door.ask(editor, { source: SHARED, route: await of(admin) }), 'forecast.deleteOthers');
    const others = await of(editor);
    expect((await door.ask(admin, { source: SHARED, route: others })).status).toBe(204);
    const mine = await of(admin);
    expect((await door.ask(admin, { source: SHARED, route: mine })).status).toBe(204);
    const restore = `${mine.replace('DELETE', 'POST')}/restore`;
    expectRefusal(await door.ask(editor, { source: SHARED, route: restore }), 'forecast.deleteOthers');
  });
});

describe.each(PLUGIN_DOORS)('the engine as %s', (_title, start) => {
  let door: PluginDoor;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ door, close } = await start(prometheus.url));
  });
  afterAll(() => close());

  it.each(QUERY_TYPES)('answers the query type %s to whoever may read, in every organisation', async (queryType) => {
    const query = { queryType, expr: 'up', ...(queryType === 'breach' ? { capacity: '1e6' } : {}) };
    for (const org of ORGS) {
      for (const role of [...ROLES, undefined]) {
        const { status, error } = await door.query({ org, ...(role === undefined ? {} : { role }) }, SHARED, query);
        expect(status, `${role ?? 'Grafana itself'}: ${error}`).toBe(role === 'None' ? 403 : 200);
      }
    }
  });

  it('lets Grafana itself read by routes, and change nothing', async () => {
    for (const [route, { action, query, body }] of Object.entries(ROUTES)) {
      if (!isAllowed('Viewer', action)) {
        const given = await door.ask(
          { org: 1 },
          {
            source: SHARED,
            route: route.replace(':id', UNKNOWN),
            query,
            body: body?.(Date.now()),
          }
        );
        expectRefusal(given, action);
      }
    }
  });

  it('checks the health of a source for those who may read it', async () => {
    for (const org of ORGS) {
      expect(await door.health({ org, role: 'Viewer' }, SHARED)).toMatchObject({ ok: true });
      const { ok, message } = await door.health({ org, role: 'None' }, SHARED);
      expect({ ok, message }).toMatchObject({ ok: false, message: expect.stringContaining('source.read') as unknown });
    }
  });

  it('lets those watch jobs who may read the engine', async () => {
    for (const org of ORGS) {
      for (const role of ROLES) {
        expect(await door.maySubscribe({ org, role }, SHARED)).toBe(isAllowed(role, 'engine.read'));
      }
      const watched = door.watchJobs({ org, role: 'None' }, SHARED);
      await watched.ended;
      expect(watched.stop()).toEqual([]);
    }
  }, 10_000);
});
