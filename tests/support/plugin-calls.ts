import { text } from 'node:stream/consumers';
import type { Role } from '#contract/roles.ts';
import { Data, Diagnostics, Resource, Stream } from '../../pkg/backend/host/gen/pluginv2_pb.ts';
import { type Asker, nameOf, type RouteAnswer, type RouteRequest } from './access-doors.ts';
import { decodeFrame } from './decode-frame.ts';
import type { ProtocolClient } from './plugin-client.ts';

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

/** Everything that Grafana asks a plugin, for users of several organisations and roles. */
export interface PluginCalls {
  ask(as: GrafanaAsker, request: RouteRequest): Promise<RouteAnswer>;
  query(as: GrafanaAsker, source: string, query: Readonly<Record<string, unknown>>): Promise<QueryAnswer>;
  health(as: GrafanaAsker, source: string): Promise<{ readonly ok: boolean; readonly message: string }>;
  /** Whether somebody may watch the jobs of a source. */
  maySubscribe(as: GrafanaAsker, source: string): Promise<boolean>;
  /** Watches jobs from now on, whether or not one may. */
  watchJobs(as: GrafanaAsker, source: string): WatchedJobs;
}

/** A stream of jobs. */
export interface WatchedJobs {
  /** What was told so far. */
  readonly told: readonly string[];
  /** Ends it, and gives what was told. */
  stop(): readonly string[];
  /** Settles when the engine ends it. */
  readonly ended: Promise<void>;
}

/** What an asker's calls say. */
export interface SaidByGrafana {
  readonly settingsOf: (source: string) => GrafanaSettings;
  /** The identity that Grafana has signed for somebody, several where a test smuggles, none on the socket. */
  readonly identitiesOf?: (as: GrafanaAsker) => readonly string[];
}

const DAY = 86_400_000;
const OK = 1;
const ID_HEADER = 'X-Grafana-Id';

/** Asks a plugin as Grafana does. */
export function pluginCalls(
  client: ProtocolClient,
  { settingsOf, identitiesOf = () => [] }: SaidByGrafana
): PluginCalls {
  const contextOf = (as: GrafanaAsker, source: string) => pluginContext(as, source, settingsOf(source));
  /** Maps of single values have room for one under each of the two names that Grafana has for it. */
  const headersOf = (as: GrafanaAsker) =>
    Object.fromEntries(identitiesOf(as).map((one, i) => [['http_', ''][i] + ID_HEADER, one]));
  return {
    ask: async (as, request) => {
      const pluginContext = contextOf(as, request.source);
      const pieces = client.stream(Resource.method.callResource, {
        pluginContext,
        ...resourceCall(request, identitiesOf(as)),
      });
      let status = 0;
      const bodies = pieces.map(({ code, body: piece }: { code: number; body: Uint8Array }) => {
        status = code;
        return Buffer.from(piece);
      });
      return { text: await text(bodies), status };
    },
    query: async (as, source, query) => {
      const request = { pluginContext: contextOf(as, source), headers: headersOf(as), queries: [dataQuery(query)] };
      const { responses } = await client.unary(Data.method.queryData, request);
      const { status = 0, error = 'no answer', frames = [] } = responses['A'] ?? {};
      const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
      return { status, error, text: JSON.stringify(frames.map(decodeFrame), plain), bytes: Buffer.concat(frames) };
    },
    health: async (as, source) => {
      const request = { pluginContext: contextOf(as, source), headers: headersOf(as) };
      const { status, message } = await client.unary(Diagnostics.method.checkHealth, request);
      return { ok: Number(status) === OK, message };
    },
    maySubscribe: async (as, source) => {
      const request = { pluginContext: contextOf(as, source), headers: headersOf(as), path: 'jobs' };
      return Number((await client.unary(Stream.method.subscribeStream, request)).status) === 0;
    },
    watchJobs: (as, source) => {
      const request = { pluginContext: contextOf(as, source), headers: headersOf(as), path: 'jobs' };
      const told: string[] = [];
      const stream = client.stream(Stream.method.runStream, request);
      stream.on('data', ({ data }: { data: Uint8Array }) => told.push(new TextDecoder().decode(data)));
      stream.on('error', () => undefined); // cancelled, by the test itself
      return {
        told,
        ended: new Promise((resolve) => stream.on('end', resolve)),
        stop: () => {
          stream.cancel();
          return told;
        },
      };
    },
  };
}

type HeaderList = [string, { values: string[] }];

function resourceCall({ route, query = '', body, headers = {} }: RouteRequest, identities: readonly string[]) {
  const [method = '', path = ''] = route.split(' ');
  const lists = Object.entries(headers).map(([name, value]): HeaderList => [name, { values: [value] }]);
  const own: HeaderList[] = identities.length === 0 ? [] : [[ID_HEADER, { values: [...identities] }]];
  return {
    ...{ path, url: `${path}${query}`, method },
    headers: Object.fromEntries([...lists, ...own]),
    body: body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body)),
  };
}

function dataQuery(query: Readonly<Record<string, unknown>>) {
  const nowMs = Date.now();
  return {
    refId: 'A',
    timeRange: { fromEpochMS: BigInt(nowMs - DAY), toEpochMS: BigInt(nowMs) },
    json: new TextEncoder().encode(JSON.stringify({ refId: 'A', ...query })),
    queryType: String(query['queryType']),
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
