import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorBody } from '#contract/errors.ts';
import { HeadroomError } from '#contract/errors.ts';
import { isAllowed, REQUIRED_ROLE, ROLES } from '#contract/roles.ts';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { contextOf } from '../app/ports/kit.contract.ts';
import { type RestQuestion, restCaller } from '../../../tests/support/rest-caller.ts';
import { range, type RouteCase, ROUTES } from '../../../tests/support/rest-routes.ts';
import { createRouter } from './router.ts';

const DAY = 86_400_000;
/** Queries whose fields do not fit together. */
const CROSSED_BOUNDS = { expr: 'up', lowerBound: 5, upperBound: 5 };
const SHORT_HISTORY = { expr: 'up', trainingWindow: '1h', step: '1h' };

describe('the REST router', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  beforeEach(() => {
    assembled = assembleEngine();
  });
  afterEach(() => assembled.cleanup());

  const ctx = contextOf('1', 'prom');

  const ask = (route: string, question?: RestQuestion) => restCaller(assembled, ctx).ask(route, question);
  const ready = (route: string, how?: Partial<RouteCase>) => restCaller(assembled, ctx).ready(route, how);

  async function errorOf(response: Response): Promise<ErrorBody & { status: number }> {
    const { error } = (await response.json()) as { error: ErrorBody };
    return { ...error, status: response.status };
  }

  describe.each(Object.entries(ROUTES))('%s on a disk that is full', (route, { query = '', body, deleted = false }) => {
    /** All that people made and decided. */
    const state = () => {
      const { database } = assembled.store;
      return ['documents', 'jobs', 'audit_log'].map((table) => database.prepare(`SELECT * FROM ${table}`).all());
    };
    /** Has the disk refuse the next write but `skipped`, and all after it. */
    const fill = (skipped: number) => {
      const { database } = assembled.store;
      const write = database.write.bind(database);
      let left = skipped;
      const full = new HeadroomError('overloaded', 'The disk is full.');
      database.write = (work) => (left-- > 0 ? write(work) : Promise.reject(full));
      return { free: () => (database.write = write), refused: () => left < 0 };
    };

    it('keeps nothing of what it refuses, whichever of its writes fails', async () => {
      const path = await ready(route, { deleted });
      const request = { query, body: body?.(assembled.clock.now()) };
      for (let skipped = 0; ; skipped += 1) {
        const before = state();
        const disk = fill(skipped);
        const answer = await ask(path, request);
        disk.free();
        if (!disk.refused()) {
          break;
        }
        expect(skipped).toBeLessThan(20);
        if (!answer.ok) {
          expect(await errorOf(answer)).toMatchObject({ code: 'overloaded' });
          expect(state()).toEqual(before);
        }
      }
    });
  });

  it('has no route that the table of this test does not know', () => {
    const { store, queue, deps, engine } = assembled;
    const { documents, audit, transactions } = store;
    const router = createRouter({
      documents,
      audit,
      transactions,
      queue,
      forecast: deps,
      advice: { documents, audit, transactions, blobs: store.blobs, queue, clock: deps.clock, compute: deps.compute },
      anomaly: engine.anomaly,
      checkHealth: (scope) => engine.checkHealth(scope),
    });
    const routes = router.routes.filter(({ method }) => method !== 'ALL');
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  describe.each(Object.entries(ROUTES))('%s', (route, { action, status, query = '', body, deleted = false }) => {
    it.each(ROLES)(`answers the role %s as the table of roles has it for ${action}`, async (role) => {
      const path = await ready(route, { deleted });
      const response = await ask(path, { as: { ...ctx, role }, query, body: body?.(assembled.clock.now()) });
      if (isAllowed(role, action)) {
        expect(response.status).toBe(status);
        return;
      }
      const error = await errorOf(response);
      expect(error).toMatchObject({ status: 403, code: 'permission_denied' });
      expect(error.remedy).toContain(REQUIRED_ROLE[action]);
    });
  });

  it('lets a viewer change nothing, whatever is asked', async () => {
    const viewer = { ...ctx, role: 'Viewer' as const };
    const state = async () => ({
      jobs: await assembled.queue.list(ctx, 100),
      audit: await assembled.store.audit.list(ctx, { limit: 100 }),
      forecasts: await (await ask('GET /v1/forecasts')).text(),
    });
    for (const [route, { query = '', body, deleted = false }] of Object.entries(ROUTES)) {
      const path = await ready(route, { deleted });
      const before = await state();
      await ask(path, { as: viewer, query, body: body?.(assembled.clock.now()) });
      expect(await state(), route).toEqual(before);
    }
  });

  it('does a refresh in the name of its caller, and shows job and audit to their organisation only', async () => {
    const response = await ask('POST /v1/forecast/refresh', { body: { query: { expr: 'up' } } });
    const job = (await response.json()) as { id: string };
    const listed = async (org: string) => {
      const as = contextOf(org, 'prom');
      const { jobs } = (await (await ask('GET /v1/jobs', { as })).json()) as { jobs: { id: string }[] };
      const { entries } = (await (await ask('GET /v1/audit', { as })).json()) as { entries: object[] };
      return { jobs: jobs.map(({ id }) => id), entries };
    };
    expect(await listed('1')).toMatchObject({
      jobs: [job.id],
      entries: [{ org: '1', principal: 'nadia', action: 'forecast.refresh', detail: { job: job.id } }],
    });
    expect(await listed('2')).toEqual({ jobs: [], entries: [] });
  });

  it.each([
    'GET /v1/forecast',
    'PATCH /v1/forecasts',
    'DELETE /v1/jobs',
    'GET /',
    'GET /v1',
    'GET /v1/jobs/1',
    'POST /v1/audit',
  ])('does not know %s', async (route) => {
    expect(await errorOf(await ask(route))).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each<[string, string, unknown, string, string]>([
    ['POST /v1/forecast', '', '{"query":', 'body', 'is not JSON'],
    ['POST /v1/forecast', '', {}, 'range', 'is wrong'],
    ['POST /v1/forecast', '', { range: { fromMs: 5, toMs: 5 }, query: { expr: 'up' } }, 'range.fromMs', 'empty'],
    ['POST /v1/forecast', '', { range: range(DAY), query: { expr: 'up', hors: 1 } }, 'query.hors', 'unknown'],
    ['POST /v1/forecast', '', { range: range(DAY), query: { expr: ' ' } }, 'query.expr', 'empty'],
    ['POST /v1/forecast', '', { range: range(DAY), query: CROSSED_BOUNDS }, 'query.upperBound', 'not above'],
    ['POST /v1/breach', '', { range: range(DAY), query: { expr: 'up' } }, 'query.capacity', 'needs a capacity'],
    ['POST /v1/anomalies', '', { range: range(DAY), query: SHORT_HISTORY }, 'query.trainingWindow', '1 points'],
    ['POST /v1/baseline', '', { range: range(DAY), query: SHORT_HISTORY }, 'query.trainingWindow', '1 points'],
    ['POST /v1/alert-preview', '', { query: { expr: 'up' } }, 'query.capacity', 'needs a capacity'],
    ['POST /v1/alert-preview', '', { query: { ...CROSSED_BOUNDS, capacity: '5' } }, 'query.upperBound', 'not above'],
    ['POST /v1/forecast/refresh', '', { query: { expr: 'up', horizon: '1000y' } }, 'query.horizon', 'out of range'],
    ['POST /v1/forecast/refresh', '', { range: range(DAY), query: { expr: 'up' } }, 'range', 'unknown'],
    ['GET /v1/source/label-values', '', undefined, 'label', 'is wrong'],
    ['GET /v1/source/label-values', '?label=a-b', undefined, 'label', 'letters'],
    ['GET /v1/source/label-values', '?label=a&limit=10001', undefined, 'limit', 'is wrong'],
    ['GET /v1/source/label-names', '?mach=up', undefined, 'mach', 'unknown'],
    ['GET /v1/jobs', '?limit=0', undefined, 'limit', 'is wrong'],
    ['GET /v1/jobs', '?before=3', undefined, 'before', 'unknown'],
    ['GET /v1/audit', '?cursor=x', undefined, 'cursor', 'none of this list'],
    ['GET /v1/forecasts', '?cursor=WzFd', undefined, 'cursor', 'none of this list'],
    ['GET /v1/recommendations', '?cursor=WzFd', undefined, 'cursor', 'none of this list'],
  ])('%s%s names what is wrong with %j: %s', async (route, query, body, field, words) => {
    const error = await errorOf(await ask(route, { query, body }));
    expect(error).toMatchObject({ status: 400, code: 'invalid_argument', field });
    expect(error.message).toContain(words);
  });

  it.each<[string, unknown, string, string]>([
    ['POST /v1/forecasts', { name: ' ', query: { expr: 'up' } }, 'name', 'empty'],
    ['POST /v1/forecasts', { name: 'x', query: { expr: 'up', queryType: 'breach' } }, 'query.queryType', 'unknown'],
    ['POST /v1/forecasts', { name: 'x', query: { expr: 'up' }, schedule: '1s' }, 'schedule', 'out of range'],
    ['POST /v1/forecasts', { name: 'x', query: { expr: 'up', horizon: '90d', step: '1m' } }, 'horizon', 'steps'],
    ['POST /v1/forecasts', { name: 'x', query: CROSSED_BOUNDS }, 'upperBound', 'not above'],
    ['PUT /v1/forecasts/:id', { name: 'x', query: { expr: 'up' } }, 'version', 'is wrong'],
    ['GET /v1/forecasts/no-id', undefined, 'id', 'not the id'],
  ])('%s with %j names what is wrong: %s', async (route, body, field, words) => {
    const error = await errorOf(await ask(await ready(route), { body }));
    expect(error).toMatchObject({ status: 400, code: 'invalid_argument', field });
    expect(error.message).toContain(words);
  });

  it('takes bodies of up to a mebibyte, told or streamed', async () => {
    const padded = (bytes: number) => {
      const empty = JSON.stringify({ query: { expr: 'up' } });
      return `${empty}${' '.repeat(bytes - empty.length)}`;
    };
    const streamed = (text: string) => {
      const init = { method: 'POST', body: new Blob([text]).stream(), duplex: 'half' };
      const request = new Request('http://engine/v1/forecast/refresh', init);
      return assembled.engine.route(request, { ctx, source: assembled.source });
    };
    expect((await ask('POST /v1/forecast/refresh', { body: padded(1 << 20) })).status).toBe(202);
    for (const response of [
      await ask('POST /v1/forecast/refresh', { body: padded((1 << 20) + 1) }),
      await streamed(padded((1 << 20) + 1)),
    ]) {
      expect(await errorOf(response)).toMatchObject({ status: 413, code: 'too_large', field: 'body' });
    }
  });

  it('passes on whose fault it is, and keeps what happened inside from the caller', async () => {
    const forecast = { body: { range: range(assembled.clock.now()), query: { expr: 'up' } } };
    assembled.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.', { remedy: 'Start it.' });
    expect(await errorOf(await ask('POST /v1/forecast', forecast))).toEqual({
      status: 502,
      code: 'source_unreachable',
      message: 'Nothing answers.',
      remedy: 'Start it.',
    });
    ctx.logged.length = 0;
    assembled.reader.failure = new Error('password=hunter2');
    const response = await ask('POST /v1/forecast', forecast);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).toContain('"internal"');
    expect(text).not.toContain('hunter2');
    expect(ctx.logged).toEqual([{ level: 'error', message: 'request failed' }]);
  });
});
