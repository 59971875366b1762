import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '#contract/errors.ts';
import { assembleEngine } from '../../../tests/support/assembled-engine.ts';
import { pluginClient } from '../../../tests/support/plugin-client.ts';
import { type CallResourceResponse, Resource } from './gen/pluginv2_pb.ts';
import { type PluginServer, servePlugin } from './plugin-server.ts';

describe('a resource call', () => {
  let assembled: ReturnType<typeof assembleEngine>;
  let server: PluginServer;
  let client: ReturnType<typeof pluginClient>;
  beforeAll(async () => {
    assembled = assembleEngine();
    const { engine, clock, log } = assembled;
    server = await servePlugin({ engine, clock, log }, () => undefined);
    client = pluginClient(server.handshake);
  });
  afterAll(async () => {
    client.close();
    await server.stop(0);
    await assembled.cleanup();
  });

  const instance = { id: 1n, uid: 'prom', url: 'http://prometheus:9090', jsonData: Buffer.from('{}') };
  const pluginContext = { orgId: 1n, dataSourceInstanceSettings: instance };

  it.each([
    ['nadia', 'nadia'],
    ['engine', 'login:engine'],
    ['service-account:3', 'login:service-account:3'],
    ['login:engine', 'login:login:engine'],
  ])('by a user with the login %s is one of %s', async (login, principal) => {
    const request = {
      pluginContext: { ...pluginContext, user: { login, role: 'Viewer' } },
      method: 'GET',
      path: 'v1/jobs',
    };
    await client.stream(Resource.method.callResource, request).toArray();
    expect(assembled.scopes.at(-1)?.ctx.principal).toBe(principal);
  });

  it.each<[string, object, string]>([
    ['a method that is none', { method: 'G T' }, 'method'],
    ['a method that no router knows', { method: 'TRACE' }, 'method'],
    ['no method', { method: '' }, 'method'],
    ['a header with a blank in its name', { headers: { 'X Y': { values: ['1'] } } }, 'headers'],
    ['a header of two lines', { headers: { 'X-Y': { values: ['1\n2'] } } }, 'headers'],
  ])('with %s is refused, and names it', async (_title, parts, field) => {
    const request = { pluginContext, method: 'GET', path: 'v1/source', url: 'v1/source', ...parts };
    const [answer] = (await client.stream(Resource.method.callResource, request).toArray()) as CallResourceResponse[];
    expect(answer?.code).toBe(400);
    const { error } = JSON.parse(Buffer.from(answer?.body ?? []).toString()) as { error: ErrorBody };
    expect(error).toMatchObject({ code: 'invalid_argument', field });
    expect(error.remedy).toMatch(/\.$/);
  });
});
