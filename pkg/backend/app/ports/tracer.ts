import type { TraceOrigin } from '../tracing/origin.ts';

/** Who a step talks to: nobody, a caller it answers, or another server. */
export type SpanKind = 'internal' | 'server' | 'client';

/** What is said of a step. No secrets, no expressions, no label values: traces are read by more people than the data. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** One step of a trace that is under way. */
export interface Span {
  /** Headers by which another server continues the trace below this step. */
  readonly headers: Readonly<Record<string, string>>;
  /** Begins a step within this one. */
  child(name: string, kind: SpanKind, attributes?: SpanAttributes): Span;
  set(attributes: SpanAttributes): void;
  /** Ends the step, once; what was thrown makes it a failed one. */
  end(thrown?: unknown): void;
}

/** Makes traces and sends them away. */
export interface Tracer {
  /** The step of another process that ours are children of; `undefined` where nothing is traced at all. */
  continue(origin: TraceOrigin): Span | undefined;
  /** Sends what is left, for a second at most. */
  stop(): Promise<void>;
}
