import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { create, type DescMethodUnary, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { DescMessage, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { Health } from '../../pkg/backend/host/gen/health_pb.ts';
import { Data, type DataResponse, Diagnostics } from '../../pkg/backend/host/gen/pluginv2_pb.ts';
import { decodeFrame, type DecodedFrame } from './decode-frame.ts';
import { type EngineProgram, startEngineProcess, testedEngine } from './engine-process.ts';

/** What Grafana sends of a data source instance with each request. */
export interface PluginSource {
  readonly uid: string;
  readonly url: string;
  readonly jsonData?: Readonly<Record<string, unknown>>;
}

/** A query of a request, as a dashboard holds it. */
export type PluginQuery = Readonly<Record<string, unknown>> & { readonly refId: string };

/** The answer to one query of a request. */
export interface PluginAnswer {
  readonly status: number;
  readonly error: string;
  readonly errorSource: string;
  readonly frames: readonly DecodedFrame[];
}

/** The dashboard range of a request, Unix milliseconds. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The engine as a plugin process, spoken to as Grafana does: gRPC on the socket of its handshake. */
export interface EnginePlugin {
  readonly pid: number;
  /** The line by which another client finds it. */
  readonly handshake: string;
  /** One QueryData request; answers by refId. */
  query(
    source: PluginSource,
    range: Range,
    queries: readonly (PluginQuery | { readonly refId: string; readonly raw: string })[],
    options?: { readonly fromAlert?: boolean; readonly deadlineMs?: number; readonly traceparent?: string }
  ): Promise<Record<string, PluginAnswer>>;
  /** What "Save & test" shows. */
  checkHealth(source: PluginSource): Promise<{ readonly ok: boolean; readonly message: string }>;
  /** The ping of the plugin host. */
  ping(): Promise<void>;
  /** Its own metrics, in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Its log so far. */
  log(): string;
  isRunning(): boolean;
  stop(): Promise<void>;
}

const OK = 1;

/** Starts the engine the way Grafana starts a plugin and connects to it. */
export async function startEnginePlugin(
  program: EngineProgram = testedEngine(),
  env: Readonly<Record<string, string>> = {}
): Promise<EnginePlugin> {
  const directory = await mkdtemp(join(tmpdir(), 'headroom-plugin-'));
  const started = startEngineProcess(program, [], {
    grafana_plugin_type: 'datasource',
    GF_PLUGIN_STATE_DIR: directory,
    GF_PLUGIN_LOG_LEVEL: 'warn',
    ...env,
  });
  const { child, stop } = started;
  const cleanUp = async () => {
    await stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const handshake = await started.whileRunning(handshakeOf(child.stdout));
    const client = new Client(addressIn(handshake), credentials.createInsecure(), {
      'grpc.max_receive_message_length': -1,
    });
    return {
      ...calls(client),
      handshake,
      pid: child.pid ?? NaN,
      log: started.stderr,
      isRunning: () => child.exitCode === null && child.signalCode === null,
      stop: async () => {
        client.close();
        await cleanUp();
      },
    };
  } catch (thrown) {
    await cleanUp();
    throw thrown;
  }
}

/** The first line that a plugin says. */
async function handshakeOf(stdout: Readable | null): Promise<string> {
  if (stdout === null) {
    throw new Error('The process has no stdout.');
  }
  const [line] = (await once(createInterface({ input: stdout }), 'line')) as [string];
  return line;
}

/** The address in `CORE|APP|unix|PATH|grpc`. */
function addressIn(line: string): string {
  const [core, app, network, path, protocol] = line.split('|');
  if (core !== '1' || app !== '2' || network !== 'unix' || protocol !== 'grpc') {
    throw new Error(`A plugin host does not understand the handshake "${line}".`);
  }
  return `unix:${path}`;
}

function calls(client: Client): Pick<EnginePlugin, 'query' | 'checkHealth' | 'ping' | 'metrics'> {
  return {
    query: async (source, range, queries, { fromAlert = false, deadlineMs, traceparent } = {}) => {
      const request = {
        pluginContext: pluginContext(source, fromAlert),
        headers: fromAlert ? { FromAlert: 'true' } : {},
        queries: queries.map((query) => dataQuery(query, range)),
      };
      const { responses } = await unary(client, Data.method.queryData, request, { deadlineMs, traceparent });
      return Object.fromEntries(Object.entries(responses).map(([refId, one]) => [refId, toAnswer(one)]));
    },
    checkHealth: async (source) => {
      const request = { pluginContext: pluginContext(source, false) };
      const { status, message } = await unary(client, Diagnostics.method.checkHealth, request);
      return { ok: Number(status) === OK, message };
    },
    ping: async () => {
      const { status } = await unary(client, Health.method.check, {});
      if (Number(status) !== OK) {
        throw new Error(`The plugin says that it does not serve: ${status}.`);
      }
    },
    metrics: async () => {
      const { metrics } = await unary(client, Diagnostics.method.collectMetrics, {});
      return new TextDecoder().decode(metrics?.prometheus);
    },
  };
}

function pluginContext({ uid, url, jsonData = {} }: PluginSource, fromAlert: boolean) {
  return {
    orgId: 1n,
    pluginId: 'headroom-capacity-datasource',
    ...(fromAlert ? {} : { user: { login: 'admin', name: 'Admin', email: '', role: 'Admin' } }),
    dataSourceInstanceSettings: {
      id: 1n,
      uid,
      name: 'Headroom',
      url,
      jsonData: new TextEncoder().encode(JSON.stringify(jsonData)),
    },
  };
}

function dataQuery(query: PluginQuery | { readonly refId: string; readonly raw: string }, { fromMs, toMs }: Range) {
  const text = 'raw' in query ? String(query['raw']) : JSON.stringify(query);
  return {
    refId: query.refId,
    maxDataPoints: 1_000n,
    intervalMS: 60_000n,
    timeRange: { fromEpochMS: BigInt(fromMs), toEpochMS: BigInt(toMs) },
    json: new TextEncoder().encode(text),
    queryType: 'queryType' in query ? String(query['queryType']) : '',
  };
}

function toAnswer({ status, error, errorSource, frames }: DataResponse): PluginAnswer {
  return { status, error, errorSource, frames: frames.map(decodeFrame) };
}

function unary<I extends DescMessage, O extends DescMessage>(
  client: Client,
  method: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
  { deadlineMs = 120_000, traceparent = '' }: { deadlineMs?: number | undefined; traceparent?: string | undefined } = {}
): Promise<MessageShape<O>> {
  const metadata = new Metadata();
  if (traceparent !== '') {
    metadata.set('traceparent', traceparent);
  }
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      `/${method.parent.typeName}/${method.name}`,
      (message: MessageShape<I>) => Buffer.from(toBinary(method.input, message)),
      (bytes: Buffer) => fromBinary(method.output, bytes),
      create(method.input, request),
      metadata,
      { deadline: Date.now() + deadlineMs },
      (error: ServiceError | null, reply) =>
        error !== null || reply === undefined ? reject(error ?? new Error('No reply.')) : resolve(reply)
    );
  });
}
