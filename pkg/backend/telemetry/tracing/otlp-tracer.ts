import { randomBytes } from 'node:crypto';
import { toHeadroomError } from '#contract/errors.ts';
import type { Clock } from '../../app/ports/clock.ts';
import type { Span, Tracer } from '../../app/ports/tracer.ts';
import type { TraceOrigin } from '../../app/tracing/origin.ts';
import type { FinishedSpan } from './finished-span.ts';
import { createDecide } from './sampler.ts';
import type { SpanQueue } from './span-queue.ts';
import type { Propagation, TracingConfig } from './tracing-config.ts';

const SPAN_ID_BYTES = 8;
const NS_PER_MS = 1e6;

/** What the spans of one trace have in common. */
interface Trace {
  readonly id: string;
  readonly propagations: readonly Propagation[];
  /** Unix nanoseconds that never go back while the trace is under way. */
  readonly nowNs: () => bigint;
  readonly add: (span: FinishedSpan) => void;
}

/** Records the steps of sampled traces into a queue; of others it only hands on that they are not sampled. */
export function createOtlpTracer(
  { propagations, sampler, isParentBased }: Pick<TracingConfig, 'propagations' | 'sampler' | 'isParentBased'>,
  { clock, queue }: { readonly clock: Clock; readonly queue: Pick<SpanQueue, 'add' | 'stop'> }
): Tracer {
  const decide = createDecide(sampler, () => performance.now());
  return {
    continue: (origin) => {
      const isSampled = (isParentBased ? origin.isSampled : undefined) ?? decide(origin.traceId);
      if (!isSampled) {
        return unrecorded(propagations, origin);
      }
      const trace = { id: origin.traceId, propagations, nowNs: stopwatch(clock), add: queue.add.bind(queue) };
      return callerSpan(trace, origin.spanId);
    },
    stop: () => queue.stop(),
  };
}

/** Wall time at the begin, from there on by a clock that nobody sets. */
function stopwatch(clock: Clock): () => bigint {
  const startMs = clock.now();
  const startedAt = performance.now();
  return () => BigInt(startMs) * BigInt(NS_PER_MS) + BigInt(Math.round((performance.now() - startedAt) * NS_PER_MS));
}

function callerSpan(trace: Trace, spanId: string | undefined): Span {
  return {
    headers: spanId === undefined ? {} : propagated(trace.propagations, trace.id, spanId, true),
    child: (name, kind, attributes) => recorded(trace, spanId, name, kind, attributes),
    set: () => undefined,
    end: () => undefined,
  };
}

function recorded(
  trace: Trace,
  parentSpanId: string | undefined,
  name: string,
  kind: FinishedSpan['kind'],
  given: FinishedSpan['attributes'] = {}
): Span {
  const spanId = newSpanId();
  const startNs = trace.nowNs();
  let attributes = given;
  let hasEnded = false;
  return {
    headers: propagated(trace.propagations, trace.id, spanId, true),
    child: (childName, childKind, more) => recorded(trace, spanId, childName, childKind, more),
    set: (more) => {
      attributes = { ...attributes, ...more };
    },
    end: (thrown) => {
      if (hasEnded) {
        return;
      }
      hasEnded = true;
      // The code alone: messages quote expressions and what servers say.
      const failure = thrown === undefined ? {} : { failure: toHeadroomError(thrown).code };
      const endNs = trace.nowNs();
      trace.add({ traceId: trace.id, spanId, parentSpanId, name, kind, startNs, endNs, attributes, ...failure });
    },
  };
}

function unrecorded(propagations: readonly Propagation[], { traceId, spanId = newSpanId() }: TraceOrigin): Span {
  const span: Span = {
    headers: propagated(propagations, traceId, spanId, false),
    child: () => span,
    set: () => undefined,
    end: () => undefined,
  };
  return span;
}

function propagated(
  propagations: readonly Propagation[],
  traceId: string,
  spanId: string,
  isSampled: boolean
): Record<string, string> {
  return {
    ...(propagations.includes('w3c') ? { traceparent: `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}` } : {}),
    ...(propagations.includes('jaeger') ? { 'uber-trace-id': `${traceId}:${spanId}:0:${isSampled ? '1' : '0'}` } : {}),
  };
}

function newSpanId(): string {
  return randomBytes(SPAN_ID_BYTES).toString('hex');
}
