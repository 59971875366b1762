import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACT_SERIES, seriesReaderContract } from '../../pkg/backend/app/ports/series-reader.contract.ts';
import { contextOf } from '../../pkg/backend/app/ports/kit.contract.ts';
import type { Aggregate, RangeRequest } from '../../pkg/backend/app/ports/series-reader.ts';
import { createPrometheusReader, type PrometheusReader } from '../../pkg/backend/prometheus/prometheus-reader.ts';
import { rangeExpression } from '../../pkg/backend/prometheus/reading/promql.ts';
import { openMetricsText, type MetricSeries } from '../support/open-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../support/prometheus-server.ts';
import { settingsOf } from '../support/source-settings.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const context = contextOf('1', 'prom');

seriesReaderContract('Prometheus', async () => {
  const server = await startPrometheus(openMetricsText(CONTRACT_SERIES));
  const readers: PrometheusReader[] = [];
  return {
    open: (limits, clock) => {
      const reader = createPrometheusReader(settingsOf(server.url, { limits }), { clock });
      readers.push(reader);
      return reader;
    },
    cleanup: async () => {
      await Promise.all(readers.map((reader) => reader.close()));
      await server.stop();
    },
  };
});

const START = Date.UTC(2025, 0, 1);
/** 30 counters over 12 hours, with increments that do not add up exactly in binary. */
const COUNTERS: readonly MetricSeries[] = Array.from({ length: 30 }, (_, n) => ({
  name: 'bytes_total',
  labels: { pod: `pod-${n}` },
  samples: Array.from({ length: 721 }, (_each, k) => [START + k * MINUTE, k * (n + 1) * 0.1 + Math.sin(k)] as const),
}));

describe('a Prometheus with 30 counters', () => {
  let server: PrometheusServer;
  let reader: PrometheusReader;
  let asked: string[];
  beforeAll(async () => {
    server = await startPrometheus(openMetricsText(COUNTERS));
    reader = createPrometheusReader(settingsOf(server.url), {
      clock: { now: () => Date.now() },
      onRequest: ({ endpoint }) => asked.push(endpoint),
    });
  });
  afterAll(async () => {
    await reader.close();
    await server.stop();
  });

  /** The answer to the query as one request, or to its estimate's counters. */
  async function askWhole(request: RangeRequest): Promise<{ values: Map<string, Float64Array>; samples: number }> {
    const params = new URLSearchParams({
      query: rangeExpression(request),
      start: String(request.startMs / SECOND),
      end: String(request.endMs / SECOND),
      step: `${request.stepMs}ms`,
      stats: 'all',
    });
    const response = await fetch(`${server.url}/api/v1/query_range`, { method: 'POST', body: params });
    const body = (await response.json()) as WholeAnswer;
    const length = (request.endMs - request.startMs) / request.stepMs + 1;
    const values = new Map<string, Float64Array>();
    for (const series of body.data.result) {
      const row = new Float64Array(length).fill(NaN);
      series.values.forEach(([seconds, text]) => {
        row[Math.round((seconds * SECOND - request.startMs) / request.stepMs)] = Number(text);
      });
      values.set(series.metric['pod'] ?? '', row);
    }
    return { values, samples: body.data.stats.samples.totalQueryableSamples };
  }

  const tenHours = { startMs: START + HOUR, endMs: START + 11 * HOUR, stepMs: 4 * SECOND };

  it.each<[string, Aggregate]>([
    ['rate(bytes_total[5m])', 'last'],
    ['rate(bytes_total[5m])', 'avg'],
    ['sum(rate(bytes_total[5m]))', 'avg'],
    ['sum(rate(bytes_total[5m])) / on() group_left() (1 + max(bytes_total offset 1h))', 'max'],
    ['quantile(0.9, deriv(bytes_total[7m]))', 'min'],
  ])('gives the same bits in parts as at once: %s, %s', async (expr, aggregate) => {
    const request: RangeRequest = { ...tenHours, expr, aggregate };
    asked = [];
    const { series, notices } = await reader.readRange(context, request);
    const whole = await askWhole(request);
    // Two questions are the estimate's.
    expect(asked.length - 2).toBeGreaterThan(1);
    expect(notices).toEqual([]);
    expect(series).toHaveLength(whole.values.size);
    for (const { labels, values } of series) {
      const expected = whole.values.get(labels['pod'] ?? '');
      expect(expected).toBeDefined();
      expect(Buffer.from(values.buffer).equals(Buffer.from(expected?.buffer ?? new ArrayBuffer()))).toBe(true);
    }
  });

  it('does not cut an expression whose meaning depends on its range', async () => {
    const request: RangeRequest = { ...tenHours, expr: 'bytes_total - bytes_total @ start()', aggregate: 'last' };
    asked = [];
    const { series } = await reader.readRange(context, request);
    expect(asked).toHaveLength(3);
    const whole = await askWhole(request);
    expect(series.map(({ values }) => values.at(-1))).toEqual(
      series.map(({ labels }) => whole.values.get(labels['pod'] ?? '')?.at(-1))
    );
  });

  it.each<[string, Aggregate, number]>([
    ['bytes_total', 'last', MINUTE],
    ['rate(bytes_total[5m])', 'last', 5 * MINUTE],
    ['sum(rate(bytes_total[30m]))', 'last', 10 * MINUTE],
    ['bytes_total', 'avg', 10 * MINUTE],
  ])('foresees series, points and samples of %s (%s) within 10 %%', async (expr, aggregate, stepMs) => {
    const request: RangeRequest = { startMs: START + HOUR, endMs: START + 11 * HOUR, stepMs, expr, aggregate };
    const estimate = await reader.estimate(context, request);
    const whole = await askWhole(request);
    const points = [...whole.values.values()].reduce((sum, row) => sum + row.length, 0);
    expect(estimate.series).toBe(expr.startsWith('sum') ? 1 : 30);
    expect(Math.abs(estimate.points / points - 1)).toBeLessThan(0.1);
    expect(Math.abs((estimate.samples ?? 0) / whole.samples - 1)).toBeLessThan(0.1);
  });

  it('is measured by its own counters when it is checked', async () => {
    const status = await reader.check(context);
    expect(status.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(Math.abs(status.clockSkewMs ?? Infinity)).toBeLessThan(1_000);
    expect(status.headSeries).toBe(0);
  });
});

interface WholeAnswer {
  readonly data: {
    readonly result: readonly { metric: Record<string, string>; values: readonly [number, string][] }[];
    readonly stats: { readonly samples: { readonly totalQueryableSamples: number } };
  };
}
