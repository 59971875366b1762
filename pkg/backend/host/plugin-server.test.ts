import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { type Role, ROLES } from '#contract/roles.ts';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { decodeFrame } from '../../../tests/support/decode-frame.ts';
import { pluginClient } from '../../../tests/support/plugin-client.ts';
import { GRPCController } from './gen/goplugin_pb.ts';
import { Health } from './gen/health_pb.ts';
import {
  Data,
  Diagnostics,
  PublishStreamResponse_Status as PublishStatus,
  Resource,
  Stream,
  SubscribeStreamResponse_Status as SubscribeStatus,
} from './gen/pluginv2_pb.ts';
import { type PluginServer, servePlugin } from './plugin-server.ts';

const DAY = 86_400_000;

interface Caller {
  readonly org?: bigint;
  readonly role?: Role;
  readonly url?: string;
  readonly secrets?: Record<string, string>;
}

/** What Grafana sends of who asks and about which data source. */
function from({ org = 1n, role, url = 'http://prometheus', secrets = {} }: Caller = {}) {
  const jsonData = new TextEncoder().encode(JSON.stringify({ authKind: 'bearerToken' in secrets ? 'bearer' : 'none' }));
  return {
    orgId: org,
    ...(role === undefined ? {} : { user: { login: 'nadia', role } }),
    dataSourceInstanceSettings: { uid: 'prom', url, jsonData, decryptedSecureJsonData: secrets },
  };
}

describe('the plugin server', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  let server: PluginServer;
  let client: ReturnType<typeof pluginClient>;
  const onShutdown = vi.fn();
  beforeEach(async () => {
    assembled = assembleEngine();
    onShutdown.mockClear();
    const { engine, clock, log } = assembled;
    server = await servePlugin({ engine, clock, log }, onShutdown);
    client = pluginClient(server.handshake);
  });
  afterEach(async () => {
    client.close();
    await server.stop(0);
    await assembled.cleanup();
  });

  const socket = () => server.handshake.trim().split('|')[3] ?? '';

  async function query(
    queries: Record<string, object | string>,
    caller?: Caller,
    headers: Record<string, string> = {}
  ) {
    const nowMs = assembled.clock.now();
    const timeRange = { fromEpochMS: BigInt(nowMs - DAY), toEpochMS: BigInt(nowMs) };
    const { responses } = await client.unary(Data.method.queryData, {
      pluginContext: from(caller),
      headers,
      queries: Object.entries(queries).map(([refId, json]) => ({
        refId,
        timeRange,
        queryType: typeof json === 'object' && 'queryType' in json ? String(json.queryType) : '',
        json: new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json)),
      })),
    });
    return Object.fromEntries(
      Object.entries(responses).map(([refId, { status, error, errorSource, frames }]) => [
        refId,
        { status, error, errorSource, frames: frames.map(decodeFrame) },
      ])
    );
  }

  async function resource(method: string, path: string, body = '', caller: Caller = { role: 'Admin' }) {
    const [bare = ''] = path.split('?');
    const parts = client.stream(Resource.method.callResource, {
      pluginContext: from(caller),
      method,
      path: bare,
      url: path,
      body: new TextEncoder().encode(body),
    });
    const chunks: { code: number; headers: Record<string, unknown>; body: Uint8Array }[] = [];
    for await (const part of parts) {
      chunks.push(part as (typeof chunks)[number]);
    }
    const text = Buffer.concat(chunks.map((chunk) => chunk.body)).toString();
    return {
      status: chunks[0]?.code,
      chunks: chunks.length,
      headers: chunks[0]?.headers,
      json: JSON.parse(text) as object,
    };
  }

  it('says where it is in the form that the host reads, on a socket for this user alone', () => {
    expect(server.handshake).toMatch(/^1\|2\|unix\|\/[^|]+\.sock\|grpc\n$/);
    expect(statSync(socket()).mode & 0o777).toBe(0o600);
  });

  it('answers the ping, passes on that it shall stop, and takes its socket away', async () => {
    expect(Number((await client.unary(Health.method.check, {})).status)).toBe(1);
    expect(onShutdown).not.toHaveBeenCalled();
    await client.unary(GRPCController.method.shutdown, {});
    expect(onShutdown).toHaveBeenCalledTimes(1);
    const path = socket();
    await server.stop(0);
    expect(existsSync(path)).toBe(false);
  });

  describe('QueryData', () => {
    const forecast = { queryType: 'forecast', expr: 'up' };

    it('answers every query of a request by itself', async () => {
      assembled.reader.instants = { up: [{ labels: { node: 'a' }, value: 2 }] };
      const answers = await query({
        A: forecast,
        B: { queryType: 'breach', expr: 'up', capacity: '5' },
        C: { queryType: 'forecast', expr: '' },
        D: '{"queryType":',
        E: { queryType: 'weather' },
        F: { ...forecast, colour: 'red' },
      });
      expect(answers['A']).toMatchObject({ status: 200, error: '', frames: [{ name: 'up', refId: 'A' }] });
      expect(answers['B']).toMatchObject({ status: 200, frames: [{ refId: 'B', meta: { type: 'numeric-long' } }] });
      expect(answers['C']).toMatchObject({ status: 400, errorSource: 'downstream', frames: [] });
      expect(answers['C']?.error).toContain('"expr"');
      expect(answers['D']?.error).toContain('The query is not JSON.');
      expect(answers['E']?.error).toContain('Choose one of these: forecast, breach, ');
      expect(answers['F']?.frames[0]?.meta['notices']).toMatchObject([
        { severity: 'warning', text: expect.stringContaining('"colour"') as string },
      ]);
    });

    it('gives a rule the predicted line or a number, and a dashboard all there is', async () => {
      const table = { queryType: 'breach', expr: 'up', capacity: '5', format: 'table' };
      const fieldsOf = async (headers: Record<string, string>) => {
        const answers = await query({ A: forecast, B: table }, {}, headers);
        return Object.values(answers).map(({ frames }) => frames[0]?.fields.map(({ name }) => name));
      };
      expect(await fieldsOf({ FromAlert: 'true' })).toEqual([
        ['time', 'predicted'],
        ['node', 'probability'],
      ]);
      const [shown, rows] = await fieldsOf({});
      expect(shown).toEqual(['time', 'actual', 'lower95', 'upper95', 'lower80', 'upper80', 'predicted']);
      expect(rows?.[0]).toBe('Series');
    });

    it.each([
      [new HeadroomError('source_unreachable', 'Nothing answers.'), 502, 'downstream', 'Nothing answers.', 'info'],
      [new HeadroomError('invalid_expression', 'Bad PromQL.'), 422, 'downstream', 'Bad PromQL.', 'info'],
      [new HeadroomError('overloaded', 'Too much.'), 503, 'plugin', 'Too much.', 'error'],
      [new TypeError('secret detail'), 500, 'plugin', 'Headroom failed', 'error'],
    ])('blames the right one for %s', async (failure, status, errorSource, words, level) => {
      assembled.reader.failure = failure;
      const { A: answer } = await query({ A: forecast });
      expect(answer).toMatchObject({ status, errorSource });
      expect(answer?.error).toContain(words);
      expect(answer?.error).not.toContain('secret');
      expect(assembled.logged).toContainEqual({ level, message: 'query failed' });
      const metric = `headroom_query_duration_seconds_count{type="forecast",status="${status}"} 1`;
      expect(await assembled.engine.metricsText()).toContain(metric);
    });

    it('refuses all queries of a data source that is not configured, and says what to do', async () => {
      const answers = await query({ A: forecast, B: forecast }, { url: '' });
      for (const refId of ['A', 'B']) {
        expect(answers[refId]).toMatchObject({ status: 412, errorSource: 'downstream' });
        expect(answers[refId]?.error).toContain('Fill it in on the configuration page');
      }
    });

    it('lets nobody read who has no role', async () => {
      expect((await query({ A: forecast }, { role: 'None' }))['A']).toMatchObject({ status: 403, frames: [] });
      expect((await query({ A: forecast }, { role: 'Viewer' }))['A']).toMatchObject({ status: 200 });
    });

    it('opens a source for each organisation with the secrets of its own', async () => {
      const caller = (org: bigint, token: string) => ({ org, secrets: { bearerToken: token } });
      await Promise.all([query({ A: forecast }, caller(1n, 'one')), query({ A: forecast }, caller(2n, 'two'))]);
      const opened = assembled.opened.map(({ org, uid, settings }) => ({ org, uid, auth: settings.auth }));
      expect(opened.sort((a, b) => Number(a.org) - Number(b.org))).toEqual([
        { org: '1', uid: 'prom', auth: { kind: 'bearer', token: 'one' } },
        { org: '2', uid: 'prom', auth: { kind: 'bearer', token: 'two' } },
      ]);
      expect(assembled.reader.ranges).toHaveLength(2);
    });
  });

  describe('CallResource', () => {
    it.each(ROLES)('passes the role %s on to the routes', async (role) => {
      const { status } = await resource('GET', 'v1/audit', '', { role });
      expect(status).toBe(role === 'Admin' ? 200 : 403);
    });

    it('passes path, query string and body on', async () => {
      expect((await resource('GET', 'v1/source/label-values?label=node')).json).toEqual({ values: ['a'] });
      expect((await resource('POST', '/v1/forecast/refresh', '{"query":{"expr":"up"}}')).status).toBe(202);
      expect((await resource('GET', 'v1/nowhere')).status).toBe(404);
    });

    it('sends a large answer in pieces that give the whole', async () => {
      const values = Array.from({ length: 10_000 }, (_, i) => `${i}`.padStart(300, '0'));
      assembled.reader.labelValues = async () => values;
      const answer = await resource('GET', 'v1/source/label-values?label=node&limit=10000');
      expect(answer.json).toEqual({ values });
      expect(answer.chunks).toBe(3);
      expect(answer.headers).toHaveProperty('content-type');
    });

    it('answers an error in JSON where there is no source, and logs it', async () => {
      const answer = await resource('GET', 'v1/jobs', '', { role: 'Admin', url: 'nonsense' });
      expect(answer).toMatchObject({ status: 412, json: { error: { code: 'not_configured', field: 'url' } } });
      expect(assembled.logged).toEqual([{ level: 'info', message: 'resource call refused' }]);
    });
  });

  describe('Diagnostics', () => {
    const check = async (caller?: Caller) => {
      const { status, message, jsonDetails } = await client.unary(Diagnostics.method.checkHealth, {
        pluginContext: from(caller),
      });
      return {
        ok: Number(status) === 1,
        message,
        details: JSON.parse(new TextDecoder().decode(jsonDetails)) as unknown,
      };
    };

    it('tells that all is well, or what is not and what to do', async () => {
      expect(await check({ role: 'Viewer' })).toMatchObject({ ok: true, details: { version: '3.0.0' } });
      assembled.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.', { remedy: 'Start it.' });
      expect(await check()).toEqual({
        ok: false,
        message: 'Nothing answers. Start it.',
        details: { code: 'source_unreachable', message: 'Nothing answers.', remedy: 'Start it.' },
      });
      expect(await check({ url: '' })).toMatchObject({ ok: false, details: { code: 'not_configured', field: 'url' } });
      expect(await check({ role: 'None' })).toMatchObject({ ok: false, details: { code: 'permission_denied' } });
    });

    it('is not well when the store or the workers are not, whatever the source says', async () => {
      assembled.state.workersAnswer = false;
      expect(await check()).toMatchObject({ ok: false, details: { code: 'internal' } });
      assembled.state.workersAnswer = true;
      assembled.store.database.close();
      expect(await check()).toMatchObject({ ok: false, message: expect.stringContaining('database') as string });
    });

    it('hands out metrics', async () => {
      const { metrics } = await client.unary(Diagnostics.method.collectMetrics, {});
      expect(new TextDecoder().decode(metrics?.prometheus)).toContain('headroom_process_cpu_seconds_total');
    });
  });

  describe('Stream', () => {
    const subscribe = async (path: string, caller?: Caller) =>
      (await client.unary(Stream.method.subscribeStream, { path, pluginContext: from(caller) })).status;

    it('lets those subscribe to jobs who may read the engine', async () => {
      for (const role of ROLES) {
        const expected = role === 'None' ? SubscribeStatus.PERMISSION_DENIED : SubscribeStatus.OK;
        expect(await subscribe('jobs', { role })).toBe(expected);
      }
      expect(await subscribe('secrets', { role: 'Admin' })).toBe(SubscribeStatus.NOT_FOUND);
      const nowhere = { path: 'jobs', pluginContext: { orgId: 1n } };
      const { status } = await client.unary(Stream.method.subscribeStream, nowhere);
      expect(status).toBe(SubscribeStatus.NOT_FOUND);
    });

    it('lets nobody publish', async () => {
      const { status } = await client.unary(Stream.method.publishStream, {
        path: 'jobs',
        pluginContext: from({ role: 'Admin' }),
      });
      expect(status).toBe(PublishStatus.PERMISSION_DENIED);
    });

    /** Opens a channel; tells when the engine listens for it, and when no longer. */
    function run(path: string) {
      const { jobEvents } = assembled.engine;
      const subscribe = jobEvents.subscribe.bind(jobEvents);
      let noteEnd = (): void => undefined;
      const ended = new Promise<void>((resolve) => (noteEnd = resolve));
      const begun = new Promise<void>((resolve) => {
        jobEvents.subscribe = (...args) => {
          const end = subscribe(...args);
          resolve();
          return () => {
            end();
            noteEnd();
          };
        };
      });
      const stream = client.stream(Stream.method.runStream, { path, pluginContext: from() });
      stream.on('error', () => undefined); // canceling is told as an error
      return { stream, begun, ended };
    }

    it('tells the jobs of its own organisation and data source, and stops listening when nobody does', async () => {
      const { stream, begun, ended } = run('jobs');
      await begun;
      const event = { atMs: 5, id: 'j', kind: 'forecast.refresh', state: 'done', message: 'Done.' } as const;
      assembled.engine.jobEvents.publish({ ...event, org: '2', source: 'prom', id: 'foreign' });
      assembled.engine.jobEvents.publish({ ...event, org: '1', source: 'other', id: 'foreign' });
      assembled.engine.jobEvents.publish({ ...event, org: '1', source: 'prom' });
      const [packet] = (await once(stream, 'data')) as [{ data: Uint8Array }];
      const frame = JSON.parse(new TextDecoder().decode(packet.data)) as { data: { values: unknown } };
      expect(frame.data.values).toEqual([[5], ['j'], ['forecast.refresh'], ['done'], ['Done.']]);
      stream.cancel();
      await expect(ended).resolves.toBeUndefined();
    });

    it('ends a channel that there is not', async () => {
      const { stream } = run('secrets');
      stream.resume();
      await expect(once(stream, 'end')).resolves.toEqual([]);
    });
  });
});
