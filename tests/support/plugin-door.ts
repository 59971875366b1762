import { text } from 'node:stream/consumers';
import type { Role } from '#contract/roles.ts';
import { Data, Diagnostics, Resource, Stream } from '../../pkg/backend/host/gen/pluginv2_pb.ts';
import { type Asker, type Door, nameOf, type RouteAnswer } from './access-doors.ts';
import { decodeFrame } from './decode-frame.ts';
import { startEnginePlugin } from './engine-plugin.ts';
import { pluginClient } from './plugin-client.ts';

/** Who asks through Grafana; without a role it is Grafana itself, such as for an alert rule. */
export type GrafanaAsker = Omit<Asker, 'role'> & { readonly role?: Role };

/** The answer to one query; `text` holds everything that stands in its frames, `bytes` these as they came. */
export type QueryAnswer = RouteAnswer & { readonly error: string; readonly bytes: Buffer };

/** What Grafana sends of a data source's settings. */
export interface GrafanaSettings {
  readonly url: string;
  readonly jsonData?: object;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly basicAuthUser?: string;
}

/** The engine as Grafana's child, asked with the contexts of several organisations and roles. */
export interface PluginDoor extends Door {
  query(as: GrafanaAsker, source: string, query: Readonly<Record<string, unknown>>): Promise<QueryAnswer>;
  health(as: GrafanaAsker, source: string): Promise<{ readonly ok: boolean; readonly message: string }>;
  /** Whether somebody may watch the jobs of a source. */
  maySubscribe(as: GrafanaAsker, source: string): Promise<boolean>;
  /** Watches jobs from now on; the result ends it and gives what was told. */
  watchJobs(as: GrafanaAsker, source: string): () => readonly string[];
}

const DAY = 86_400_000;
const OK = 1;

/** Starts the engine as a plugin with data sources of these settings. */
export async function openPluginDoor(
  stateDir: string,
  settingsOf: (source: string) => GrafanaSettings,
  env: Readonly<Record<string, string>> = {}
): Promise<PluginDoor> {
  const plugin = await startEnginePlugin(undefined, { GF_PLUGIN_STATE_DIR: stateDir, ...env });
  const client = pluginClient(plugin.handshake);
  const contextOf = (as: GrafanaAsker, source: string) => pluginContext(as, source, settingsOf(source));
  return {
    ask: async (as, { source, route, query = '', body, headers = {} }) => {
      const [method = '', path = ''] = route.split(' ');
      const sent = body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body));
      const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { values: [value] }]));
      const called = { path, url: `${path}${query}`, method, headers: lists, body: sent };
      const request = { pluginContext: contextOf(as, source), ...called };
      const pieces = client.stream(Resource.method.callResource, request);
      let status = 0;
      const bodies = pieces.map(({ code, body: piece }: { code: number; body: Uint8Array }) => {
        status = code;
        return Buffer.from(piece);
      });
      return { text: await text(bodies), status };
    },
    metrics: async () => ({ status: 200, text: await plugin.metrics() }),
    query: async (as, source, query) => {
      const nowMs = Date.now();
      const one = {
        refId: 'A',
        timeRange: { fromEpochMS: BigInt(nowMs - DAY), toEpochMS: BigInt(nowMs) },
        json: new TextEncoder().encode(JSON.stringify({ refId: 'A', ...query })),
        queryType: String(query['queryType']),
      };
      const request = { pluginContext: contextOf(as, source), queries: [one] };
      const { responses } = await client.unary(Data.method.queryData, request);
      const { status = 0, error = 'no answer', frames = [] } = responses['A'] ?? {};
      const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
      return { status, error, text: JSON.stringify(frames.map(decodeFrame), plain), bytes: Buffer.concat(frames) };
    },
    health: async (as, source) => {
      const request = { pluginContext: contextOf(as, source) };
      const { status, message } = await client.unary(Diagnostics.method.checkHealth, request);
      return { ok: Number(status) === OK, message };
    },
    maySubscribe: async (as, source) => {
      const request = { pluginContext: contextOf(as, source), path: 'jobs' };
      return Number((await client.unary(Stream.method.subscribeStream, request)).status) === 0;
    },
    watchJobs: (as, source) => {
      const told: string[] = [];
      const stream = client.stream(Stream.method.runStream, { pluginContext: contextOf(as, source), path: 'jobs' });
      stream.on('data', ({ data }: { data: Uint8Array }) => told.push(new TextDecoder().decode(data)));
      stream.on('error', () => undefined); // cancelled, by the test itself
      return () => {
        stream.cancel();
        return told;
      };
    },
    log: () => plugin.log(),
    stop: async () => {
      client.close();
      await plugin.stop();
    },
  };
}

function pluginContext(as: GrafanaAsker, source: string, settings: GrafanaSettings) {
  const { org, role } = as;
  const { url, jsonData = {}, secrets = {}, basicAuthUser } = settings;
  return {
    orgId: BigInt(org),
    pluginId: 'headroom-capacity-datasource',
    ...(role === undefined ? {} : { user: { login: nameOf({ org, role }), name: '', email: '', role } }),
    dataSourceInstanceSettings: {
      ...{ id: 1n, uid: source, name: 'Headroom', url },
      jsonData: new TextEncoder().encode(JSON.stringify(jsonData)),
      decryptedSecureJsonData: secrets,
      ...(basicAuthUser === undefined ? {} : { basicAuthEnabled: true, basicAuthUser }),
    },
  };
}
