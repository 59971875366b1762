import type { SourceLimits } from '#contract/settings.ts';
import type { Call } from '../http/call.ts';
import type { ApiAnswer, ApiRequest, PrometheusApi } from '../http/prometheus-api.ts';

/** Whom a query asks, on whose behalf, and within which limits. */
export interface Asking {
  readonly api: PrometheusApi;
  readonly call: Call;
  readonly limits: SourceLimits;
}

/** The times of a range query, both ends inclusive. */
export interface QueryTimes {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** The same questioner with a signal that aborts more than the call alone. */
export function withSignal(asking: Asking, signal: AbortSignal): Asking {
  return { ...asking, call: { ...asking.call, signal } };
}

/** Evaluates an expression at one time, or at the server's own "now". */
export function queryInstant(asking: Asking, expr: string, atMs?: number): Promise<ApiAnswer> {
  const time = atMs === undefined ? {} : { time: unixSeconds(atMs) };
  return ask(asking, 'query', { query: expr, ...time });
}

/** Evaluates an expression at equally spaced times; `withStats` asks what that cost the server. */
export function queryRange(asking: Asking, expr: string, times: QueryTimes, withStats = false): Promise<ApiAnswer> {
  return ask(asking, 'query_range', {
    query: expr,
    start: unixSeconds(times.startMs),
    end: unixSeconds(times.endMs),
    // As a duration: Prometheus cuts fractions of seconds off in floating point and so may lose a millisecond.
    step: `${times.stepMs}ms`,
    ...(withStats ? { stats: 'all' } : {}),
  });
}

/** Unix seconds with milliseconds, as the API takes times. */
export function unixSeconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(3);
}

function ask(asking: Asking, endpoint: 'query' | 'query_range', fields: Record<string, string>): Promise<ApiAnswer> {
  const timeout = `${Math.ceil(asking.limits.timeoutSeconds * 1_000)}ms`;
  const request: ApiRequest = {
    endpoint,
    path: `/api/v1/${endpoint}`,
    params: new URLSearchParams({ ...fields, timeout }),
    mayPost: true,
    field: 'expr',
  };
  return asking.api.ask(asking.call, request);
}
