import { status as grpc } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUERY_TYPES } from '#contract/parse-query.ts';
import { isAllowed, type Role, ROLES } from '#contract/roles.ts';
import { type Asker, expectRefusal } from '../support/access-doors.ts';
import type { ForwardedDoor } from '../support/forwarded-door.ts';
import type { PluginCalls } from '../support/plugin-calls.ts';
import { ROUTES } from '../support/rest-routes.ts';
import {
  type LevelledServer,
  openForwarded,
  ORGS,
  SHARED,
  startLevelledPrometheus,
  UNKNOWN,
} from '../support/two-organisations.ts';
import { identityOf, WRONG_IDENTITIES } from '../support/wrong-identities.ts';

/** What everybody claims to be in the context of the plugin, which proves nothing. */
const CLAIMED = 'Admin';
/** What only refused queries are about: background work reads the server meanwhile. */
const REFUSED = 'refused';

let prometheus: LevelledServer;
let door: ForwardedDoor;
let close: () => Promise<void>;

beforeAll(async () => {
  prometheus = await startLevelledPrometheus();
  ({ door, close } = await openForwarded(prometheus.url));
});

afterAll(async () => {
  await close();
  await prometheus.close();
});

/** A request to a route about something that nobody has: whoever may ask is told so. */
function callTo(route: string, query = ROUTES[route]?.query) {
  return {
    ...{ source: SHARED, route: route.replace(':id', UNKNOWN), query },
    body: ROUTES[route]?.body?.(Date.now()),
  };
}

const queryOf = (queryType: string, expr = 'up') => ({
  ...{ queryType, expr },
  ...(queryType === 'breach' ? { capacity: '1e6' } : {}),
});

/** What people have made, by an administrator of each organisation. */
async function everythingMade(): Promise<string> {
  const lists = ['forecasts', 'watched-signals', 'jobs', 'audit'].flatMap((list) =>
    ORGS.map((org) => door.ask({ org, role: 'Admin' }, { source: SHARED, route: `GET /v1/${list}` }))
  );
  return (await Promise.all(lists)).map(({ text }) => text).join('\n');
}

describe.each(ORGS)('who asks for organisation %d', (org) => {
  const claimed: Asker = { org, role: CLAIMED };

  describe.each(WRONG_IDENTITIES)('and shows as identity $what', ({ status, shown, goesOn }) => {
    let caller: PluginCalls;
    beforeAll(() => {
      caller = door.showing(...shown(door.signer, claimed));
    });

    it('is refused by every route, which does nothing', async () => {
      const before = await everythingMade();
      for (const route of Object.keys(ROUTES)) {
        const answer = await caller.ask(claimed, callTo(route));
        expect(answer, route).toEqual({ status, text: expect.stringContaining('"field":"X-Grafana-Id"') as string });
      }
      expect(await everythingMade()).toBe(before);
    });

    it('is refused by every type of query, and by the health check', async () => {
      for (const queryType of QUERY_TYPES) {
        const answer = await caller.query(claimed, SHARED, queryOf(queryType, REFUSED));
        expect(answer, queryType).toMatchObject({ status, text: '[]' });
        expect(answer.error).toContain('dentit');
      }
      const { ok, message } = await caller.health(claimed, SHARED);
      expect(ok).toBe(false);
      expect(message).toContain('dentit');
      expect(prometheus.received.filter(({ params }) => params.get('query')?.includes(REFUSED))).toEqual([]);
    });

    it('may not begin to watch jobs', async () => {
      expect(await caller.maySubscribe(claimed, SHARED)).toBe(false);
    });

    it.skipIf(goesOn)(
      'is told of no jobs',
      async () => {
        const watched = caller.watchJobs(claimed, SHARED);
        await watched.ended;
        expect(watched.stop()).toEqual([]);
      },
      5_000
    );
  });

  it('goes on to be told of jobs when the identity has expired meanwhile', async () => {
    const { shown } = WRONG_IDENTITIES.find(({ goesOn }) => goesOn) ?? expect.fail('There is none.');
    const watched = door.showing(...shown(door.signer, claimed)).watchJobs(claimed, SHARED);
    await door.ask(claimed, callTo('POST /v1/forecast/refresh'));
    await expect.poll(() => watched.told.join(), { timeout: 30_000 }).toContain('"done"');
    watched.stop();
  });

  describe('and shows no identity', () => {
    const roleOf = (said: Role): Role => (said === 'None' ? 'None' : 'Viewer');

    it.each(Object.entries(ROUTES))(
      'may read and nothing else by %s, whatever is claimed',
      async (route, { action }) => {
        for (const role of ROLES) {
          const answer = await door.showing().ask({ org, role }, callTo(route));
          if (isAllowed(roleOf(role), action)) {
            expect([200, 404], `${role}: ${answer.text}`).toContain(answer.status);
          } else {
            expectRefusal(answer, action);
          }
        }
      }
    );

    it('may query and watch as a Viewer', async () => {
      for (const role of ROLES) {
        const may = roleOf(role) === 'Viewer';
        for (const queryType of QUERY_TYPES) {
          const { status } = await door.showing().query({ org, role }, SHARED, queryOf(queryType));
          expect(status, `${role}: ${queryType}`).toBe(may ? 200 : 403);
        }
        expect(await door.showing().maySubscribe({ org, role }, SHARED)).toBe(may);
        expect((await door.showing().health({ org, role }, SHARED)).ok).toBe(may);
      }
    });
  });

  describe.each(ROLES)('and has an identity with the role %s', (signed) => {
    const showing = () => door.showing(identityOf(door.signer, claimed, { role: signed }));

    it.each(Object.entries(ROUTES))(
      `may by %s what that role may, though ${CLAIMED} is claimed`,
      async (route, { action }) => {
        // About something unknown, so that what is answered is the role, and nothing is left behind.
        const query = ROUTES[route]?.query?.replace(/([?&]ids?=)[^&]*/, `$1${UNKNOWN}`);
        const answer = await showing().ask(claimed, callTo(route, query));
        if (isAllowed(signed, action)) {
          expect([200, 201, 202, 404, 409], answer.text).toContain(answer.status);
        } else {
          expectRefusal(answer, action);
        }
      }
    );

    it('may query and watch as that role may', async () => {
      const may = isAllowed(signed, 'forecast.read');
      for (const queryType of QUERY_TYPES) {
        expect((await showing().query(claimed, SHARED, queryOf(queryType))).status, queryType).toBe(may ? 200 : 403);
      }
      expect(await showing().maySubscribe(claimed, SHARED)).toBe(may);
      expect((await showing().health(claimed, SHARED)).ok).toBe(may);
    });
  });

  it.each(['', 'token of the doo', 'Bearer token of the door'])(
    'and shows the token "%s" is not heard',
    async (token) => {
      const caller = door.withToken(token);
      const unheard = { code: grpc.UNAUTHENTICATED };
      for (const route of Object.keys(ROUTES)) {
        await expect(caller.ask(claimed, callTo(route)), route).rejects.toMatchObject(unheard);
      }
      await expect(caller.query(claimed, SHARED, queryOf('forecast'))).rejects.toMatchObject(unheard);
      await expect(caller.health(claimed, SHARED)).rejects.toMatchObject(unheard);
      await expect(caller.maySubscribe(claimed, SHARED)).rejects.toMatchObject(unheard);
    }
  );
});
