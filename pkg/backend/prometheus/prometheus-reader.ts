import { toHeadroomError } from '#contract/errors.ts';
import type { SourceSettings } from '#contract/settings.ts';
import type { Context } from '../app/context.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { SeriesReader } from '../app/ports/series-reader.ts';
import { type Telling, traced } from '../app/tracing/traced.ts';
import { withinDeadline } from './http/call.ts';
import { checkSource } from './reading/check-source.ts';
import { estimateRange } from './reading/estimate.ts';
import { withGrafanaField } from './http/grafana-rejection.ts';
import { PrometheusApi, type RequestObservation } from './http/prometheus-api.ts';
import type { QueueEvent } from './http/upstream-queue.ts';
import type { Asking } from './reading/query-calls.ts';
import { readInstant } from './reading/read-instant.ts';
import { readLabelNames, readLabelValues } from './reading/read-labels.ts';
import { readRange } from './reading/read-range.ts';

export type { RequestObservation } from './http/prometheus-api.ts';

const MAX_ATTEMPTS = 3;
const BACK_OFF_BASE_MS = 200;
const BACK_OFF_CAP_MS = 5_000;
/**
 * Three times a part of a range query; only a server that ignores the query sends as much. With several such answers at
 * once the engine stays within the memory of its pod.
 */
const MAX_BODY_BYTES = 64 * 2 ** 20;

/** What a reader needs from outside. */
export interface PrometheusReaderDeps {
  readonly clock: Clock;
  /** Called after each exchange with the source, successful or not, attempts counted one by one. */
  readonly onRequest?: (observation: RequestObservation) => void;
  /** Told of requests that wait for a connection. */
  readonly onQueue?: (event: QueueEvent) => void;
  /** Uniform in [0, 1): spreads repeated requests. */
  readonly random?: () => number;
  /** Largest answer that is read, bytes. */
  readonly maxBodyBytes?: number;
}

/** A reader that holds connections. */
export interface PrometheusReader extends SeriesReader {
  /** Ends the connections once the calls under way are done. */
  close(): Promise<void>;
}

/**
 * Reads one Prometheus-compatible server, directly or through Grafana's data source proxy. Keep one reader for each
 * set of settings: it holds the connections, and its concurrency limit covers its own callers only. Throws
 * `not_configured` when the settings cannot be used; connects with the first call.
 */
export function createPrometheusReader(settings: SourceSettings, deps: PrometheusReaderDeps): PrometheusReader {
  const { clock } = deps;
  const { limits } = settings;
  const api = new PrometheusApi(settings, {
    clock,
    onRequest: deps.onRequest ?? ignore,
    onQueue: deps.onQueue ?? ignore,
    maxBodyBytes: deps.maxBodyBytes ?? MAX_BODY_BYTES,
    retry: {
      attempts: MAX_ATTEMPTS,
      baseMs: BACK_OFF_BASE_MS,
      capMs: BACK_OFF_CAP_MS,
      random: deps.random ?? Math.random,
    },
  });
  const toField = (thrown: unknown): never => {
    throw settings.kind === 'grafana' ? withGrafanaField(toHeadroomError(thrown)) : thrown;
  };
  const underWay = new Set<Promise<unknown>>();
  const ask = <T>(
    ctx: Context,
    name: string,
    work: (asking: Asking, telling: Telling) => Promise<T>,
    maxSeries = 0
  ): Promise<T> => {
    const raised = { ...limits, maxSeries: Math.max(limits.maxSeries, maxSeries) };
    const answer = traced(ctx, { name: `read ${name}` }, (inner, telling) =>
      withinDeadline(inner, clock, (call) => work({ api, call, limits: raised }, telling)).catch(toField)
    );
    const settled = answer.then(ignore, ignore).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return answer;
  };

  return {
    estimate: (ctx, request) => ask(ctx, 'estimate', (asking) => estimateRange(asking, request)),
    readRange: (ctx, request) =>
      ask(
        ctx,
        'range',
        async (asking, telling) => {
          const answer = await readRange(asking, request);
          const points = answer.series.reduce((sum, { values }) => sum + values.length, 0);
          telling.set({ 'headroom.series': answer.series.length, 'headroom.points': points });
          return answer;
        },
        request.maxSeries
      ),
    readInstant: (ctx, expr, atMs, maxSeries) =>
      ask(ctx, 'instant', (asking) => readInstant(asking, expr, atMs), maxSeries),
    labelNames: (ctx, match) => ask(ctx, 'label names', (asking) => readLabelNames(asking, clock, match)),
    labelValues: (ctx, label, match, limit) =>
      ask(ctx, 'label values', (asking) => readLabelValues(asking, clock, label, match, limit)),
    check: (ctx) => ask(ctx, 'check', (asking) => checkSource(asking, clock)),
    close: async () => {
      await Promise.all(underWay);
      await api.close();
    },
  };
}

function ignore(): void {}
