import { createHash } from 'node:crypto';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { create, type DescMessage, type DescMethodUnary, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PluginDoorConfig } from '#contract/plugin-door.ts';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { type CertifiedKey, createAuthority, type TestAuthority } from '../../../tests/support/certificates.ts';
import { claimsAt, createSigner } from '../../../tests/support/grafana-signer.ts';
import { type ScriptedServer, sendJson, startScriptedServer } from '../../../tests/support/scripted-server.ts';
import { GRPCController } from './gen/goplugin_pb.ts';
import { Data, Diagnostics, Resource, Stream, SubscribeStreamResponse_Status } from './gen/pluginv2_pb.ts';
import { type PluginDoor, servePluginDoor } from './plugin-door.ts';

const TOKEN = 'token of the door';
const DAY = 86_400_000;

describe('the door for the plugin', () => {
  const signer = createSigner();
  let authority: TestAuthority;
  let tls: CertifiedKey;
  let grafana: ScriptedServer;
  beforeAll(async () => {
    authority = await createAuthority();
    tls = await authority.issue('IP:127.0.0.1');
    grafana = await startScriptedServer((_request, response) => sendJson(response, { keys: [signer.jwk] }));
  });
  afterAll(async () => {
    await grafana.close();
    await authority.cleanup();
  });

  let assembled: ReturnType<typeof assembleEngine>;
  let door: PluginDoor | undefined;
  let client: Client | undefined;
  beforeEach(() => {
    assembled = assembleEngine();
  });
  afterEach(async () => {
    client?.close();
    await door?.stop(0);
    [client, door] = [undefined, undefined];
    await assembled.cleanup();
  });

  async function open(config: Partial<PluginDoorConfig> = {}): Promise<PluginDoor> {
    const { clock, log, engine } = assembled;
    const tokenSha256 = createHash('sha256').update(TOKEN).digest('hex');
    const given = { listen: '127.0.0.1:0', tokenSha256, tls, grafana: { url: grafana.url }, ...config };
    door = await servePluginDoor(given, { clock, log, engine });
    return door;
  }

  async function opened(ca = authority.cert): Promise<Client> {
    const { host } = new URL((await open()).url);
    client = new Client(host, credentials.createSsl(Buffer.from(ca)));
    return client;
  }

  const bearer = (token: string) => `Bearer ${token}`;

  function call<I extends DescMessage, O extends DescMessage>(
    to: Client,
    method: Pick<DescMethodUnary<I, O>, 'name' | 'parent' | 'input' | 'output'>,
    request: MessageInitShape<I>,
    authorization = bearer(TOKEN)
  ): Promise<MessageShape<O>> {
    const metadata = new Metadata();
    if (authorization !== '') {
      metadata.set('authorization', authorization);
    }
    return new Promise((resolve, reject) => {
      to.makeUnaryRequest(
        `/${method.parent.typeName}/${method.name}`,
        (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
        (bytes: Buffer) => fromBinary(method.output, bytes),
        create(method.input, request),
        metadata,
        { deadline: Date.now() + 5_000 },
        (error, reply) => (reply === undefined ? reject(error ?? new Error('No reply.')) : resolve(reply))
      );
    });
  }

  /** What a request says of who asks, true or not. */
  function from(claimed: { org?: number; login?: string; role?: string } | undefined) {
    const { org = 1, login = 'nadia', role = 'Admin' } = claimed ?? {};
    return {
      orgId: BigInt(org),
      ...(claimed === undefined ? {} : { user: { login, role } }),
      dataSourceInstanceSettings: { uid: 'prom', url: 'http://prometheus' },
    };
  }

  async function resource(
    to: Client,
    path: string,
    claimed: Parameters<typeof from>[0],
    idToken?: string
  ): Promise<{ code: number; body: string }> {
    const headers = idToken === undefined ? {} : { 'X-Grafana-Id': { values: [idToken] } };
    const request = { pluginContext: from(claimed), method: 'GET', path, url: path, headers };
    const { code, body } = await call(to, Resource.method.callResource, request);
    return { code, body: new TextDecoder().decode(body) };
  }

  const signed = (who: Parameters<typeof claimsAt>[1] = {}, more: object = {}) =>
    signer.token({ ...claimsAt(assembled.clock.now(), who), ...more });

  it('answers queries, health and metrics over TLS', async () => {
    const to = await opened();
    const nowMs = assembled.clock.now();
    const { responses } = await call(to, Data.method.queryData, {
      pluginContext: from({}),
      headers: { 'http_X-Grafana-Id': signed() },
      queries: [
        {
          refId: 'A',
          queryType: 'forecast',
          timeRange: { fromEpochMS: BigInt(nowMs - DAY), toEpochMS: BigInt(nowMs) },
          json: new TextEncoder().encode('{"queryType":"forecast","expr":"up"}'),
        },
      ],
    });
    expect(responses['A']).toMatchObject({ status: 200, error: '' });
    const health = { pluginContext: from({}), headers: { 'http_X-Grafana-Id': signed() } };
    expect(Number((await call(to, Diagnostics.method.checkHealth, health)).status)).toBe(1);
    const { metrics } = await call(to, Diagnostics.method.collectMetrics, {});
    expect(new TextDecoder().decode(metrics?.prometheus)).toContain('headroom_');
  });

  describe('lets in only who shows the token', () => {
    it.each([
      ['none', ''],
      ['an empty one', 'Bearer '],
      ['a wrong one', bearer('token of the doo')],
      ['the right one in another scheme', `Basic ${TOKEN}`],
      ['its digest', bearer(createHash('sha256').update(TOKEN).digest('hex'))],
    ])('refuses %s, at every service', async (_what, authorization) => {
      const to = await opened();
      const refused = { code: status.UNAUTHENTICATED, details: expect.stringContaining('engine_token') as string };
      const { queryData } = Data.method;
      const { checkHealth, collectMetrics } = Diagnostics.method;
      await expect(call(to, queryData, { pluginContext: from({}) }, authorization)).rejects.toMatchObject(refused);
      await expect(call(to, checkHealth, { pluginContext: from({}) }, authorization)).rejects.toMatchObject(refused);
      await expect(call(to, collectMetrics, {}, authorization)).rejects.toMatchObject(refused);
      await expect(call(to, Resource.method.callResource, {}, authorization)).rejects.toMatchObject(refused);
      await expect(call(to, Stream.method.subscribeStream, {}, authorization)).rejects.toMatchObject(refused);
      expect(assembled.opened).toEqual([]);
      expect(assembled.scopes).toEqual([]);
    });
  });

  describe('speaks TLS', () => {
    it('so that a plugin with another authority does not talk to it', async () => {
      const other = await createAuthority();
      const to = await opened(other.cert);
      await expect(call(to, Diagnostics.method.collectMetrics, {})).rejects.toMatchObject({
        code: status.UNAVAILABLE,
      });
      await other.cleanup();
    });

    it('and hears nobody who does not', async () => {
      const { host } = new URL((await open()).url);
      client = new Client(host, credentials.createInsecure());
      await expect(call(client, Diagnostics.method.collectMetrics, {})).rejects.toMatchObject({
        code: status.UNAVAILABLE,
      });
    });

    it('unless it listens on loopback alone', async () => {
      const { tls: _left, ...plain } = { tls, listen: '0.0.0.0:0' };
      const { clock, log, engine } = assembled;
      const config = { ...plain, tokenSha256: '', grafana: { url: grafana.url } };
      await expect(servePluginDoor(config, { clock, log, engine })).rejects.toMatchObject({
        code: 'not_configured',
        field: 'plugin.certFile',
      });
      door = await servePluginDoor({ ...config, listen: '127.0.0.1:0' }, { clock, log, engine });
      expect(door.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    });

    it("and warns when Grafana's keys come without it", async () => {
      const warned = () => assembled.logged.filter(({ level }) => level === 'warn');
      await open();
      expect(warned()).toEqual([]);
      await door?.stop(0);
      await open({ grafana: { url: 'http://grafana:3000' } });
      expect(warned()).toMatchObject([{ message: expect.stringContaining('without TLS') as string }]);
    });

    it('and names the certificate that cannot be used, and the port that is taken', async () => {
      const other = await authority.issue('IP:127.0.0.1');
      await expect(open({ tls: { cert: 'PEM', key: tls.key } })).rejects.toMatchObject({ field: 'plugin.certFile' });
      await expect(open({ tls: { ...tls, key: other.key } })).rejects.toMatchObject({ field: 'plugin.certFile' });
      const { host } = new URL((await open()).url);
      const { clock, log, engine } = assembled;
      const config = { listen: host, tokenSha256: '', tls, grafana: { url: grafana.url } };
      await expect(servePluginDoor(config, { clock, log, engine })).rejects.toMatchObject({ field: 'plugin.listen' });
    });
  });

  it('cannot be used to stop the engine', async () => {
    const to = await opened();
    await expect(call(to, GRPCController.method.shutdown, {})).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  });

  it('does not read a request of any size', async () => {
    const to = await opened();
    const body = new Uint8Array(17 << 20);
    await expect(call(to, Resource.method.callResource, { body })).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
  });

  describe('believes of a user what Grafana has signed', () => {
    const audit = 'v1/audit'; // Admin only
    const jobs = 'v1/jobs'; // every Viewer

    it('and takes name and role from there, not from the request', async () => {
      const to = await opened();
      expect(await resource(to, audit, { role: 'Viewer' }, signed({ role: 'Admin' }))).toMatchObject({ code: 200 });
      expect(await resource(to, audit, { role: 'Admin' }, signed({ role: 'Viewer' }))).toMatchObject({ code: 403 });
      expect(await resource(to, jobs, { role: 'Admin' }, signed({}, { role: undefined }))).toMatchObject({ code: 403 });
      const service = signed({}, { sub: 'service-account:3', username: undefined });
      expect(await resource(to, audit, { login: 'sa-1-ci' }, service)).toMatchObject({ code: 200 });
      expect(assembled.scopes.map(({ ctx }) => ctx.principal)).toEqual([
        'nadia',
        'nadia',
        'nadia',
        'service-account:3',
      ]);
    });

    it.each(['service-account:3', 'engine', 'alerting', 'unverified', 'local', 'cli'])(
      'and does not take a user with the login %s for what has that name',
      async (login) => {
        const to = await opened();
        await resource(to, jobs, { login }, signed({ login }));
        expect(assembled.scopes.map(({ ctx }) => ctx.principal)).toEqual([`login:${login}`]);
      }
    );

    it('and lets those read who come without, as alert rules and public dashboards do', async () => {
      const to = await opened();
      expect(await resource(to, jobs, undefined)).toMatchObject({ code: 200 });
      expect(await resource(to, audit, undefined)).toMatchObject({ code: 403 });
      expect(await resource(to, jobs, { role: 'Admin' })).toMatchObject({ code: 200 });
      expect(await resource(to, audit, { role: 'Admin' })).toMatchObject({ code: 403 });
      expect(await resource(to, jobs, { role: 'None' })).toMatchObject({ code: 403 });
      expect(assembled.scopes.map(({ ctx }) => ctx.principal)).not.toContain('nadia');
    });

    it.each<[string, number, () => string]>([
      ['an expired identity', 401, () => signed({}, { exp: Math.floor(assembled.clock.now() / 1_000) - 60 })],
      ['a forged one', 401, () => createSigner().token(claimsAt(assembled.clock.now()))],
      ['one of another Grafana', 401, () => createSigner('its-own-key').token(claimsAt(assembled.clock.now()))],
      ['one for another organisation', 403, () => signed({ org: 2 })],
      ['one for another audience', 403, () => signed({}, { aud: ['grafana.com'] })],
      ['one for another user', 403, () => signed({ login: 'omar' })],
      ['nonsense', 401, () => 'nonsense'],
    ])('and refuses %s', async (_what, code, idToken) => {
      const to = await opened();
      const answer = await resource(to, jobs, {}, idToken());
      expect(answer).toMatchObject({ code, body: expect.stringContaining('"field":"X-Grafana-Id"') as string });
      const headers = { 'http_X-Grafana-Id': idToken() };
      const asked = { pluginContext: from({}), headers };
      const { responses } = await call(to, Data.method.queryData, { ...asked, queries: [{ refId: 'A' }] });
      expect(responses['A']).toMatchObject({ status: code, errorSource: 'downstream' });
      expect(await call(to, Diagnostics.method.checkHealth, asked)).toMatchObject({
        message: expect.stringMatching(/^The identity /) as string,
      });
      const { status: subscription } = await call(to, Stream.method.subscribeStream, { ...asked, path: 'jobs' });
      expect(subscription).toBe(SubscribeStreamResponse_Status.PERMISSION_DENIED);
      expect(assembled.opened).toEqual([]);
      expect(assembled.scopes).toEqual([]);
    });

    it("and refuses while Grafana's keys cannot be read", async () => {
      const { host } = new URL((await open({ grafana: { url: 'http://127.0.0.1:1' } })).url);
      client = new Client(host, credentials.createSsl(Buffer.from(authority.cert)));
      expect(await resource(client, jobs, {}, signed())).toMatchObject({
        code: 502,
        body: expect.stringContaining('plugin.grafanaUrl') as string,
      });
      // Grafana opens a stream again that ends by an error.
      const runStream = { ...Stream.method.runStream, output: Stream.method.subscribeStream.output };
      const watched = { pluginContext: from({}), headers: { 'X-Grafana-Id': signed() }, path: 'jobs' };
      await expect(call(client, runStream, watched)).rejects.toMatchObject({ code: status.UNAVAILABLE });
    });
  });
});
