import { randomBytes } from 'node:crypto';

/** Where a request comes from, as traces tell: its trace, and the step of the caller where it named one. */
export interface TraceOrigin {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId?: string;
  /** Whether the caller records this trace; absent where it does not say. */
  readonly isSampled?: boolean;
}

const ID_BYTES = 16;
const SAMPLED = 1;

/** What the headers of a request say: W3C's `traceparent`, else Jaeger's `uber-trace-id`, else a trace of its own. */
export function traceOrigin(header: (name: string) => string | undefined): TraceOrigin {
  return fromW3c(header('traceparent') ?? '') ?? fromJaeger(header('uber-trace-id') ?? '') ?? freshOrigin();
}

/** The begin of a trace that nobody asked for. */
export function freshOrigin(): TraceOrigin {
  return { traceId: randomBytes(ID_BYTES).toString('hex') };
}

function fromW3c(text: string): TraceOrigin | undefined {
  const [, version, traceId = '', spanId = '', flags = ''] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/.exec(text) ?? [];
  return version === undefined || version === 'ff' ? undefined : toOrigin(traceId, spanId, flags);
}

/** `trace:span:parent:flags`, leading zeros left out or not. */
function fromJaeger(text: string): TraceOrigin | undefined {
  const [, traceId, spanId = '', flags = ''] =
    /^([0-9a-f]{1,32}):([0-9a-f]{1,16}):[0-9a-f]{1,16}:([0-9a-f]{1,2})$/.exec(decoded(text)) ?? [];
  return traceId === undefined ? undefined : toOrigin(traceId.padStart(32, '0'), spanId.padStart(16, '0'), flags);
}

/** Jaeger's clients may escape the colons. */
function decoded(text: string): string {
  return text.replaceAll('%3A', ':').replaceAll('%3a', ':');
}

function toOrigin(traceId: string, spanId: string, flags: string): TraceOrigin | undefined {
  const isNothing = /^0+$/;
  return isNothing.test(traceId) || isNothing.test(spanId)
    ? undefined
    : { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}
