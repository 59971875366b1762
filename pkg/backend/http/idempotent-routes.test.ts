import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorBody } from '#contract/errors.ts';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { ROUTES } from '../../../tests/support/rest-routes.ts';
import { contextOf } from '../app/ports/kit.contract.ts';

const DAY = 86_400_000;

describe('a request that is repeated with its idempotency key', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  beforeEach(() => {
    assembled = assembleEngine();
  });
  afterEach(() => assembled.cleanup());

  const ctx = contextOf('1', 'prom');

  function post(path: string, body: unknown, key = 'k', as = ctx) {
    const init = { method: 'POST', headers: { 'Idempotency-Key': key }, body: JSON.stringify(body) };
    return assembled.engine.route(new Request(`http://engine${path}`, init), { ctx: as, source: assembled.source });
  }

  const create = (name: string, key?: string, as?: typeof ctx) =>
    post('/v1/forecasts', { name, query: { expr: 'up' } }, key, as);
  const audited = async () =>
    (await assembled.store.audit.list(ctx, { limit: 100 })).map(({ action }) => action).reverse();

  it.each([
    '/v1/forecasts',
    '/v1/forecast/refresh',
    '/v1/watched-signals',
    '/v1/recommendations/run',
    '/v1/anomaly-feedback',
  ])('of POST %s gets the same answer, and nothing is made twice', async (path) => {
    const body = ROUTES[`POST ${path}`]?.body?.(assembled.clock.now());
    const first = await post(path, body);
    expect(first.ok).toBe(true);
    const before = await audited();
    const again = await post(path, body);
    expect(again.status).toBe(first.status);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await again.text()).toBe(await first.text());
    expect(await audited()).toEqual(before);
  });

  it('of a training of a forecast gets the same answer', async () => {
    const { id } = (await (await create('a')).json()) as { id: string };
    const [first, again] = [await post(`/v1/forecasts/${id}/train`, {}), await post(`/v1/forecasts/${id}/train`, {})];
    expect(await again.text()).toBe(await first.text());
    expect(await audited()).toEqual(['forecast.create', 'forecast.train']);
  });

  it('is made once when both come at the same time', async () => {
    const [first, again] = await Promise.all([create('a'), create('a')]);
    expect(await again.text()).toBe(await first.text());
    expect(await audited()).toEqual(['forecast.create']);
  });

  it('is refused when it is another one', async () => {
    await create('a');
    const refused = await create('b');
    expect(refused.status).toBe(422);
    const { error } = (await refused.json()) as { error: ErrorBody };
    expect(error).toMatchObject({ code: 'key_reused', field: 'Idempotency-Key' });
    expect(error.remedy).toContain('new key');
    expect(await audited()).toEqual(['forecast.create']);
  });

  it('is a request of its own with another key, route, caller, organisation, or a day later', async () => {
    await create('a');
    expect((await create('b', 'other')).headers.get('idempotency-replayed')).toBeNull();
    expect((await post('/v1/watched-signals', { name: 'a', query: { expr: 'up' } })).status).toBe(201);
    expect((await create('c', 'k', { ...ctx, principal: 'omar' })).status).toBe(201);
    expect((await create('a', 'k', contextOf('2', 'prom'))).status).toBe(201);
    assembled.clock.advance(DAY - 1);
    expect((await create('a')).headers.get('idempotency-replayed')).toBe('true');
    assembled.clock.advance(1);
    expect((await create('d')).status).toBe(201);
  });

  it('is tried again when it failed, of which nothing is left', async () => {
    await create('a', 'first');
    expect((await create('a')).status).toBe(409);
    expect(await audited()).toEqual(['forecast.create']);
    expect((await create('b')).status).toBe(201);
  });

  it('needs the role as ever', async () => {
    await create('a');
    expect((await create('a', 'k', { ...ctx, role: 'Viewer' })).status).toBe(403);
  });

  it('has a key of up to 200 characters', async () => {
    expect((await create('a', 'k'.repeat(200))).status).toBe(201);
    const refused = await create('b', 'k'.repeat(201));
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { error: ErrorBody }).error).toMatchObject({ field: 'Idempotency-Key' });
  });
});
