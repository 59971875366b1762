import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { documentedRoutes, problemsOfAnswer, problemsOfRequest } from '../../../tests/support/documented-answers.ts';
import { type RestQuestion, restCaller } from '../../../tests/support/rest-caller.ts';
import { ROUTES } from '../../../tests/support/rest-routes.ts';

describe('the OpenAPI document', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  let caller: ReturnType<typeof restCaller>;
  beforeEach(() => {
    assembled = assembleEngine();
    caller = restCaller(assembled);
  });
  afterEach(() => assembled.cleanup());

  /** What the document has against the answer to a request. */
  async function problemsOf(route: string, question: RestQuestion): Promise<string> {
    const [method = '', path = ''] = route.split(' ');
    const response = await caller.ask(route, question);
    const type = response.headers.get('content-type') ?? '';
    return problemsOfAnswer(method, path, { status: response.status, type, body: await response.text() });
  }

  it('has every route of the router, and no other', () => {
    // That these are the routes of the router is a test of the router.
    expect([...documentedRoutes()].sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it('is served', async () => {
    const served = (await (await caller.ask('GET /v1/openapi.json')).json()) as Record<string, unknown>;
    expect(served).toMatchObject({ openapi: '3.1.0', info: { title: 'Headroom' } });
  });

  it.each(Object.entries(ROUTES))('fits the answer of %s', async (route, { query = '', body, status, ...rest }) => {
    const path = await caller.ready(route, rest);
    const question = { query, body: body?.(assembled.clock.now()) };
    expect(await problemsOf(path, question)).toBe('');
    if (question.body !== undefined) {
      expect(problemsOfRequest(...(path.split(' ') as [string, string]), question.body)).toBe('');
    }
    expect(status).toBeLessThan(300);
  });

  it.each<[string, RestQuestion]>([
    ['POST /v1/forecast', { body: {} }],
    ['POST /v1/forecasts', { body: 'not JSON' }],
    ['POST /v1/forecasts', { body: ' '.repeat(2 ** 20 + 1) }],
    ['GET /v1/jobs', { query: '?limit=0' }],
    ['GET /v1/forecasts/0af76519-16cd-43dd-8448-eb211c80319c', {}],
    ['DELETE /v1/watched-signals/none', {}],
  ])('fits the refusal of %s', async (route, question) => {
    expect(await problemsOf(route, question)).toBe('');
  });

  it('finds what is not documented', () => {
    const answer = { type: 'application/json', body: '{"kind":"direct","url":"http://a","secret":"x"}' };
    expect(problemsOfAnswer('GET', '/v1/source', { status: 200, ...answer })).toContain('secret');
    expect(problemsOfAnswer('GET', '/v1/source', { status: 200, ...answer, body: '{"kind":"x"}' })).toContain('url');
    expect(problemsOfAnswer('GET', '/v1/source', { status: 418, ...answer })).toContain('knows no 418');
  });
});
