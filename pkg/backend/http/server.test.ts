import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ErrorBody, HeadroomError } from '#contract/errors.ts';
import type { DoorConfig } from '#contract/engine-config.ts';
import { type Role, ROLES } from '#contract/roles.ts';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { expectError } from '../app/ports/kit.contract.ts';
import { type HttpServer, serveHttp } from './server.ts';

const DAY = 86_400_000;

const tokenOf = (role: Role) => `token of ${role}`;
const callers = ROLES.map((role) => ({
  name: `a ${role}`,
  role,
  organisation: 3,
  tokenSha256: createHash('sha256').update(tokenOf(role)).digest('hex'),
}));

describe('the HTTP door', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  let door: HttpServer | undefined;
  beforeEach(() => {
    assembled = assembleEngine();
  });
  afterEach(async () => {
    await door?.stop(0);
    door = undefined;
    await assembled.cleanup();
  });

  async function open(config: Partial<DoorConfig> = {}): Promise<HttpServer> {
    const { clock, log, engine, source } = assembled;
    const sourceOf = (name: string) => (name === 'lab' ? source : undefined);
    door = await serveHttp({ listen: '127.0.0.1:0', callers: [], ...config }, { clock, log, engine, sourceOf });
    return door;
  }

  const as = (role: Role) => ({ headers: { authorization: `Bearer ${tokenOf(role)}` } });
  const forecast = () => {
    const nowMs = assembled.clock.now();
    return JSON.stringify({ range: { fromMs: nowMs - DAY, toMs: nowMs }, query: { expr: 'up' } });
  };

  /** A request with a host name of its own, which fetch does not allow. */
  async function statusWith(url: string, headers: Record<string, string>): Promise<number> {
    const asked = request(url, { headers });
    asked.end();
    const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume: () => void }];
    response.resume();
    return response.statusCode;
  }

  it('answers by the router, for the source of the path, without an organisation', async () => {
    const { url } = await open();
    const response = await fetch(`${url}/api/sources/lab/v1/forecast`, { method: 'POST', body: forecast() });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ series: [{ name: 'up' }] });
    expect(assembled.scopes[0]?.ctx).toMatchObject({
      org: '0',
      source: 'lab',
      principal: 'local',
      role: 'Admin',
      deadlineMs: assembled.clock.now() + 60_000,
    });
  });

  it('passes the query string on, and takes the trace id of the caller', async () => {
    const { url } = await open();
    const traceId = 'ab'.repeat(16);
    const headers = { traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` };
    const response = await fetch(`${url}/api/sources/lab/v1/source/label-values?label=node`, { headers });
    expect(await response.json()).toEqual({ values: ['a'] });
    await fetch(`${url}/api/sources/lab/v1/jobs`, { headers: { traceparent: '00-nonsense' } });
    expect(assembled.scopes.map(({ ctx }) => ctx.traceId)).toEqual([
      traceId,
      expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
    ]);
  });

  it('gives up what a caller asked for who has gone', async () => {
    const { url } = await open();
    const reading = new Promise<AbortSignal>((began) => {
      assembled.reader.readRange = (ctx) => {
        began((ctx as { signal: AbortSignal }).signal);
        return new Promise(() => undefined);
      };
    });
    const caller = new AbortController();
    const { signal } = caller;
    const body = forecast();
    const asked = fetch(`${url}/api/sources/lab/v1/forecast`, { method: 'POST', body, signal });
    const seen = await reading;
    const aborted = seen.aborted ? Promise.resolve() : once(seen, 'abort');
    caller.abort();
    await expect(asked).rejects.toThrow();
    await aborted;
    expect(seen.aborted).toBe(true);
  });

  describe('with callers', () => {
    it.each(ROLES)('knows the role of %s by the token', async (role) => {
      const { url } = await open({ callers });
      const { status } = await fetch(`${url}/api/sources/lab/v1/audit`, as(role));
      expect(status).toBe(role === 'Admin' ? 200 : 403);
      expect(assembled.scopes[0]?.ctx).toMatchObject({ org: '3', principal: `a ${role}`, role });
    });

    it.each([
      undefined,
      '',
      'Bearer ',
      'Bearer wrong',
      `Bearer ${tokenOf('Admin')} `.repeat(2),
      `Basic ${tokenOf('Admin')}`,
      `Bearer ${callers[3]?.tokenSha256}`,
    ])('lets nobody in by %s', async (authorization) => {
      const { url } = await open({ callers });
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      for (const path of ['/api/sources/lab/v1/jobs', '/metrics', '/api/sources/other/v1/jobs', '/']) {
        const response = await fetch(`${url}${path}`, { headers });
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated', field: 'Authorization' } });
      }
      expect(assembled.scopes).toEqual([]);
    });

    it('tells metrics to those who may read the engine', async () => {
      const { url } = await open({ callers });
      expect((await fetch(`${url}/metrics`, as('None'))).status).toBe(403);
      const response = await fetch(`${url}/metrics`, as('Viewer'));
      expect(response.headers.get('content-type')).toContain('version=0.0.4');
      expect(await response.text()).toContain('headroom_process_cpu_seconds_total');
    });
  });

  describe('without callers', () => {
    it.each(['0.0.0.0:0', '[::]:0', '192.0.2.1:0', 'example.org:0'])('does not listen on %s', async (listen) => {
      const error = await expectError(open({ listen }), 'not_configured');
      expect(error.field).toBe('callers');
    });

    it('answers only to local names, so that no web page gets in by rebinding one of its own', async () => {
      const url = `${(await open()).url}/api/sources/lab/v1/jobs`;
      expect(await statusWith(url, { host: 'localhost:1' })).toBe(200);
      expect(await statusWith(url, { host: 'evil.example' })).toBe(403);
      expect(await statusWith(url, { host: '127.0.0.1.evil.example' })).toBe(403);
    });

    it('does nothing for web pages from elsewhere', async () => {
      const url = `${(await open()).url}/api/sources/lab/v1/forecast/refresh`;
      const from = async (origin: string) =>
        (await fetch(url, { method: 'POST', headers: { origin }, body: '{"query":{"expr":"up"}}' })).status;
      expect(await from('https://evil.example')).toBe(403);
      expect(await from('null')).toBe(403);
      expect(assembled.scopes).toEqual([]);
      expect(await from('http://localhost:3000')).toBe(202);
    });
  });

  it('says that it lives and whether it is ready, to anybody', async () => {
    const { url } = await open({ callers });
    const statuses = async () =>
      Promise.all(['/healthz', '/readyz'].map(async (path) => (await fetch(`${url}${path}`)).status));
    expect(await statuses()).toEqual([200, 200]);
    assembled.state.workersAnswer = false;
    assembled.state.workersFailure = new HeadroomError('overloaded', 'No worker answered.', { remedy: 'Wait.' });
    expect(await statuses()).toEqual([200, 503]);
    expect(await (await fetch(`${url}/readyz`)).text()).toBe('not ready\nNo worker answered. Wait.\n');
    assembled.state.workersAnswer = true;
    expect(await statuses()).toEqual([200, 200]);
    assembled.store.close();
    expect(await statuses()).toEqual([200, 503]);
  });

  it.each(['/', '/api', '/api/sources/lab', '/api/sources/lab/v2/jobs', '/api/sources//v1/jobs', '/v1/jobs'])(
    'does not know %s',
    async (path) => {
      const { url } = await open();
      const response = await fetch(`${url}${path}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
    }
  );

  it('names the source that there is not', async () => {
    const { url } = await open();
    const response = await fetch(`${url}/api/sources/__proto__/v1/jobs`);
    expect(await response.json()).toMatchObject({ error: { code: 'not_found', field: 'source' } });
  });

  it('refuses a body that is too large, before all of it is there', async () => {
    const { url } = await open();
    const response = await fetch(`${url}/api/sources/lab/v1/forecast`, { method: 'POST', body: ' '.repeat(2 << 20) });
    expect(response.status).toBe(413);
    expect(response.headers.get('connection')).toBe('close');
  });

  it('logs what went wrong inside and tells the caller no more than that', async () => {
    const { url } = await open();
    assembled.engine.metricsText = () => Promise.reject(new Error('secret detail'));
    const response = await fetch(`${url}/metrics`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret detail');
    expect(assembled.logged).toEqual([{ level: 'error', message: 'request refused' }]);
  });

  it('says which port is taken', async () => {
    const { url } = await open();
    const first = door;
    const error = await expectError(open({ listen: new URL(url).host }), 'not_configured');
    door = first;
    expect(error.field).toBe('listen');
    expect(error.message).toContain('EADDRINUSE');
  });

  it.each<[string, string, number, string]>([
    ['no host', 'GET /v1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'request'],
    ['a host that is none', 'GET /v1 HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400, 'request'],
    ['no HTTP', 'hello\r\n\r\n', 400, 'request'],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400, 'request'],
    ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}`, 431, 'headers'],
    ['the method TRACE', 'TRACE /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400, 'method'],
  ])('answers %s as it answers all that is wrong, and lives on', async (_title, sent, status, field) => {
    const { url } = await open();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(sent);
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const { error } = JSON.parse(body) as { error: ErrorBody };
    expect(error).toMatchObject({ code: 'invalid_argument', field });
    expect(error.remedy).toBeDefined();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('lets a running request end when it stops, and cuts it off when its time is over', async () => {
    const { url } = await open();
    let finish = (): void => undefined;
    const began = new Promise<void>((begin) => {
      assembled.reader.labelNames = () => {
        begin();
        return new Promise((resolve) => (finish = () => resolve(['late'])));
      };
    });
    const asked = fetch(`${url}/api/sources/lab/v1/source/label-names`);
    await began;
    const closeIdle = vi.spyOn(Server.prototype, 'closeIdleConnections');
    const stopped = door?.stop(60_000);
    const atStop = closeIdle.mock.calls.length;
    finish();
    expect(await (await asked).json()).toEqual({ names: ['late'] });
    await stopped;
    // The connection was busy at the stop, and would otherwise be kept alive for another request.
    expect(closeIdle.mock.calls.length).toBeGreaterThan(atStop);
    closeIdle.mockRestore();
    const again = await open();
    const cut = fetch(`${again.url}/api/sources/lab/v1/source/label-names`);
    assembled.reader.labelNames = () => new Promise(() => void again.stop(1));
    await expect(cut).rejects.toThrow();
  });
});
