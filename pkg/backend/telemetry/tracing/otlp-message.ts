import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import type { SpanAttributes } from '../../app/ports/tracer.ts';
import {
  ExportTraceServiceRequestSchema,
  ExportTraceServiceResponseSchema,
} from '../gen/opentelemetry/proto/collector/trace/v1/trace_service_pb.ts';
import type { KeyValueSchema } from '../gen/opentelemetry/proto/common/v1/common_pb.ts';
import {
  Span_SpanKind as Kind,
  type SpanSchema,
  Status_StatusCode as StatusCode,
} from '../gen/opentelemetry/proto/trace/v1/trace_pb.ts';
import type { FinishedSpan } from './finished-span.ts';

const KINDS = { internal: Kind.INTERNAL, server: Kind.SERVER, client: Kind.CLIENT };
/** Names of steps and attributes come from here. */
const SCOPE = 'headroom';

/** The message of OpenTelemetry's protocol that carries spans. */
export function encodeSpans(resource: Readonly<Record<string, string>>, spans: readonly FinishedSpan[]): Uint8Array {
  return toBinary(
    ExportTraceServiceRequestSchema,
    create(ExportTraceServiceRequestSchema, {
      resourceSpans: [
        {
          resource: { attributes: keyValues(resource) },
          scopeSpans: [{ scope: { name: SCOPE }, spans: spans.map(toMessage) }],
        },
      ],
    })
  );
}

/** How many spans the receiver says that it refused. */
export function rejectedSpans(response: Uint8Array): number {
  return Number(fromBinary(ExportTraceServiceResponseSchema, response).partialSuccess?.rejectedSpans ?? 0n);
}

function toMessage(span: FinishedSpan): MessageInitShape<typeof SpanSchema> {
  const { traceId, spanId, parentSpanId, name, kind, startNs, endNs, attributes, failure } = span;
  return {
    traceId: Buffer.from(traceId, 'hex'),
    spanId: Buffer.from(spanId, 'hex'),
    parentSpanId: Buffer.from(parentSpanId ?? '', 'hex'),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: startNs,
    endTimeUnixNano: endNs,
    attributes: keyValues(failure === undefined ? attributes : { ...attributes, 'error.type': failure }),
    ...(failure === undefined ? {} : { status: { code: StatusCode.ERROR, message: failure } }),
  };
}

function keyValues(attributes: SpanAttributes): MessageInitShape<typeof KeyValueSchema>[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: { value: anyValue(value) } }));
}

function anyValue(value: SpanAttributes[string]) {
  if (typeof value === 'string') {
    return { case: 'stringValue' as const, value };
  }
  if (typeof value === 'boolean') {
    return { case: 'boolValue' as const, value };
  }
  return Number.isSafeInteger(value)
    ? { case: 'intValue' as const, value: BigInt(value) }
    : { case: 'doubleValue' as const, value };
}
