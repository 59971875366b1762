import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall } from '@grpc/grpc-js';
import { toServiceDefinition } from '../../pkg/backend/host/service-definition.ts';
import {
  type ExportTraceServiceRequest,
  ExportTraceServiceRequestSchema,
  type ExportTraceServiceResponse,
  ExportTraceServiceResponseSchema,
  TraceService,
} from '../../pkg/backend/telemetry/gen/opentelemetry/proto/collector/trace/v1/trace_service_pb.ts';
import type { KeyValue } from '../../pkg/backend/telemetry/gen/opentelemetry/proto/common/v1/common_pb.ts';

/** A span as it arrived; ids in hexadecimal. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly id: string;
  /** Empty for the first of a trace. */
  readonly parentId: string;
  readonly name: string;
  readonly kind: number;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** 2 is an error. */
  readonly status: number;
  readonly service: unknown;
}

/** A receiver of OpenTelemetry's protocol, by gRPC and by HTTP. */
export interface OtlpReceiver {
  /** Host and port of its gRPC door. */
  readonly address: string;
  /** Base address of its HTTP door. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Headers of the requests to the HTTP door. */
  readonly headers: readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

/** Starts a receiver that reads what arrives by OpenTelemetry's own messages and keeps it. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const headers: Readonly<Record<string, unknown>>[] = [];
  const grpc = new Server();
  grpc.addService(toServiceDefinition(TraceService), {
    export: (
      call: ServerUnaryCall<ExportTraceServiceRequest, ExportTraceServiceResponse>,
      reply: sendUnaryData<ExportTraceServiceResponse>
    ) => {
      spans.push(...spansOf(call.request));
      reply(null, create(ExportTraceServiceResponseSchema));
    },
  });
  const grpcPort = await new Promise<number>((resolve, reject) => {
    grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port)
    );
  });
  const http = createServer((request, response) => {
    void buffer(request).then((bytes) => {
      headers.push({ ...request.headers, path: request.url });
      spans.push(...spansOf(fromBinary(ExportTraceServiceRequestSchema, bytes)));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' });
      response.end(toBinary(ExportTraceServiceResponseSchema, create(ExportTraceServiceResponseSchema)));
    });
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    address: `127.0.0.1:${grpcPort}`,
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    spans,
    headers,
    stop: async () => {
      grpc.forceShutdown();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

function spansOf(request: ExportTraceServiceRequest): ReceivedSpan[] {
  return request.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map((span) => ({
        traceId: hex(span.traceId),
        id: hex(span.spanId),
        parentId: hex(span.parentSpanId),
        name: span.name,
        kind: Number(span.kind),
        startNs: span.startTimeUnixNano,
        endNs: span.endTimeUnixNano,
        attributes: attributesOf(span.attributes),
        status: Number(span.status?.code ?? 0),
        service: attributesOf(resource?.attributes ?? [])['service.name'],
      }))
    )
  );
}

function attributesOf(pairs: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value?.value.value]));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
