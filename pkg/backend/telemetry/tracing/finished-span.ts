import type { SpanAttributes, SpanKind } from '../../app/ports/tracer.ts';

/** A step of a trace that has ended. Ids are hexadecimal, times Unix nanoseconds. */
export interface FinishedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly attributes: SpanAttributes;
  /** The code of its error; absent when it went well. */
  readonly failure?: string;
}
