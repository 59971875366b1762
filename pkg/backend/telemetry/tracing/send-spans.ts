import { readFileSync } from 'node:fs';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { Agent, request } from 'undici';
import { encodeSpans, rejectedSpans } from './otlp-message.ts';
import type { SendSpans } from './span-queue.ts';
import type { TraceReceiver, TracingConfig } from './tracing-config.ts';

const TIMEOUT_MS = 10_000;
const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** Sends spans to a receiver of OpenTelemetry's protocol, by gRPC or by HTTP; connects with the first batch. */
export function createSendSpans({ receiver, resource }: Pick<TracingConfig, 'receiver' | 'resource'>): SendSpans {
  const ca = receiver.caFile === undefined ? undefined : readFileSync(receiver.caFile);
  const post = receiver.protocol === 'grpc' ? byGrpc(receiver, ca) : byHttp(receiver, ca);
  return async (spans) => rejectedSpans(await post(encodeSpans(resource, spans)));
}

type Post = (message: Uint8Array) => Promise<Uint8Array>;

function byGrpc({ url, headers }: TraceReceiver, ca: Buffer | undefined): Post {
  const isTls = url.protocol === 'https:';
  const address = `${url.hostname}:${url.port || (isTls ? '443' : '4317')}`;
  const client = new Client(address, isTls ? credentials.createSsl(ca) : credentials.createInsecure());
  const metadata = new Metadata();
  Object.entries(headers).forEach(([name, value]) => metadata.set(name, value));
  const same = (bytes: Buffer) => bytes;
  return (message) =>
    new Promise((resolve, reject) => {
      const answer = (error: ServiceError | null, reply?: Buffer) =>
        reply === undefined ? reject(error ?? new Error('no reply')) : resolve(reply);
      const options = { deadline: Date.now() + TIMEOUT_MS };
      client.makeUnaryRequest(EXPORT, same, same, Buffer.from(message), metadata, options, answer);
    });
}

function byHttp({ url, headers }: TraceReceiver, ca: Buffer | undefined): Post {
  const dispatcher = new Agent({
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: { timeout: TIMEOUT_MS, ...(ca === undefined ? {} : { ca }) },
  });
  return async (message) => {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      dispatcher,
      headers: { 'user-agent': 'headroom', ...headers, 'content-type': 'application/x-protobuf' },
      body: message,
    });
    const bytes = await body.bytes();
    if (statusCode !== 200) {
      throw new Error(`the receiver answers with status ${statusCode}`);
    }
    return bytes;
  };
}
