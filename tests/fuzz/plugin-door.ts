import { type DescMethod, fromBinary } from '@bufbuild/protobuf';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import {
  type CallResourceResponse,
  CallResourceResponseSchema,
  Data,
  type QueryDataResponse,
  QueryDataResponseSchema,
  Resource,
} from '../../pkg/backend/host/gen/pluginv2_pb.ts';
import { type EnginePlugin, startEnginePlugin } from '../support/engine-plugin.ts';
import { startScriptedServer } from '../support/scripted-server.ts';
import { goodPrometheus } from './good-prometheus.ts';
import type { RestAnswer } from './refusals.ts';

/** What became of the bytes of a request: an answer, or the refusal of the protocol itself. */
export type Outcome<T> = { readonly answer: T } | { readonly refused: ServiceError };

/** The plugin process over a Prometheus that always answers well, asked by whatever bytes. */
export interface PluginDoor {
  readonly plugin: EnginePlugin;
  readonly prometheusUrl: string;
  query(bytes: Uint8Array): Promise<Outcome<QueryDataResponse>>;
  resource(bytes: Uint8Array): Promise<Outcome<RestAnswer>>;
  /** A forecast as Grafana asks for it; throws unless it is there. */
  stillAnswers(): Promise<void>;
  stop(): Promise<void>;
}

const DEADLINE_MS = 60_000;

export async function startPluginDoor(): Promise<PluginDoor> {
  const prometheus = await startScriptedServer(goodPrometheus);
  const plugin = await startEnginePlugin();
  const client = new Client(`unix:${plugin.handshake.trim().split('|')[3] ?? ''}`, credentials.createInsecure(), {
    // As Grafana: an answer of a fine step may be large.
    'grpc.max_receive_message_length': -1,
  });
  const source = { uid: 'correct', url: prometheus.url };
  return {
    plugin,
    prometheusUrl: prometheus.url,
    query: (bytes) => unary(client, bytes),
    resource: (bytes) => streamed(client, bytes),
    stillAnswers: async () => {
      const toMs = Date.now();
      const query = { refId: 'A', queryType: 'forecast', expr: 'up' };
      const { A } = await plugin.query(source, { fromMs: toMs - 86_400_000, toMs }, [query]);
      if (A?.status !== 200 || A.frames.length === 0) {
        throw new Error(`A correct query is answered by ${JSON.stringify(A)}.`);
      }
    },
    stop: async () => {
      client.close();
      await plugin.stop();
      await prometheus.close();
    },
  };
}

/** Who asks in a correct request; `url` is the one address that inputs may name. */
export function correctContext(url: string) {
  return {
    orgId: 1n,
    pluginId: 'headroom-capacity-datasource',
    user: { login: 'admin', name: 'Admin', email: '', role: 'Admin' },
    dataSourceInstanceSettings: { id: 1n, uid: 'fuzzed', name: 'Headroom', url, jsonData: Buffer.from('{}') },
  };
}

function unary(client: Client, bytes: Uint8Array): Promise<Outcome<QueryDataResponse>> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      pathOf(Data.method.queryData),
      (given: Uint8Array) => Buffer.from(given),
      (reply: Buffer) => fromBinary(QueryDataResponseSchema, reply),
      bytes,
      new Metadata(),
      { deadline: Date.now() + DEADLINE_MS },
      (error: ServiceError | null, answer) =>
        resolve(error !== null || answer === undefined ? { refused: error as ServiceError } : { answer })
    );
  });
}

function streamed(client: Client, bytes: Uint8Array): Promise<Outcome<RestAnswer>> {
  return new Promise((resolve) => {
    const parts: CallResourceResponse[] = [];
    const call = client.makeServerStreamRequest(
      pathOf(Resource.method.callResource),
      (given: Uint8Array) => Buffer.from(given),
      (reply: Buffer) => fromBinary(CallResourceResponseSchema, reply),
      bytes,
      new Metadata(),
      { deadline: Date.now() + DEADLINE_MS }
    );
    call.on('data', (part: CallResourceResponse) => parts.push(part));
    call.on('error', (refused: ServiceError) => resolve({ refused }));
    call.on('end', () => {
      const body = Buffer.concat(parts.map((part) => part.body)).toString('utf8');
      resolve({ answer: { status: parts[0]?.code ?? 0, body } });
    });
  });
}

function pathOf({ name, parent }: DescMethod): string {
  return `/${parent.typeName}/${name}`;
}
