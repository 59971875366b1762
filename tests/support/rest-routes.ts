import type { Action } from '#contract/roles.ts';
import { SAMPLE_ADVICE } from './sample-advice.ts';

const DAY = 86_400_000;

/** A route's action, and a request that it answers. */
export interface RouteCase {
  readonly action: Action;
  readonly status: number;
  readonly query?: string;
  readonly body?: (nowMs: number) => object;
  /** For a route of one stored forecast: whether it has been deleted before. */
  readonly deleted?: boolean;
}

/** The last day. */
export const range = (nowMs: number) => ({ fromMs: nowMs - DAY, toMs: nowMs });

/** Every route with the action that it stands for, and a request that it answers. */
export const ROUTES: Readonly<Record<string, RouteCase>> = {
  'POST /v1/forecast': {
    action: 'forecast.read',
    status: 200,
    body: (nowMs) => ({ range: range(nowMs), query: { expr: 'up' } }),
  },
  'POST /v1/breach': {
    action: 'forecast.read',
    status: 200,
    body: (nowMs) => ({ range: range(nowMs), query: { expr: 'up', capacity: '5' } }),
  },
  'POST /v1/forecast/refresh': { action: 'forecast.refresh', status: 202, body: () => ({ query: { expr: 'up' } }) },
  'GET /v1/source': { action: 'source.read', status: 200 },
  'GET /v1/source/label-names': { action: 'source.read', status: 200 },
  'GET /v1/source/label-values': { action: 'source.read', status: 200, query: '?label=node' },
  'GET /v1/source/health': { action: 'source.read', status: 200 },
  'GET /v1/forecasts': { action: 'forecast.read', status: 200 },
  'POST /v1/forecasts': {
    action: 'forecast.create',
    status: 201,
    body: () => ({ name: 'New', query: { expr: 'up' } }),
  },
  'GET /v1/forecasts/:id': { action: 'forecast.read', status: 200 },
  'PUT /v1/forecasts/:id': {
    action: 'forecast.update',
    status: 200,
    body: () => ({ name: 'Renamed', query: { expr: 'down' }, version: 1 }),
  },
  'DELETE /v1/forecasts/:id': { action: 'forecast.delete', status: 204 },
  'POST /v1/forecasts/:id/restore': { action: 'forecast.delete', status: 200, deleted: true },
  'POST /v1/forecasts/:id/train': { action: 'forecast.train', status: 202 },
  'POST /v1/alert-preview': {
    action: 'alert.preview',
    status: 200,
    body: () => ({ query: { expr: 'up', capacity: '5' }, interval: '1h', days: 1 }),
  },
  'POST /v1/anomalies': {
    action: 'anomaly.read',
    status: 200,
    body: (nowMs) => ({ range: range(nowMs), query: { expr: 'up' } }),
  },
  'POST /v1/baseline': {
    action: 'anomaly.read',
    status: 200,
    body: (nowMs) => ({ range: range(nowMs), query: { expr: 'up' } }),
  },
  'POST /v1/anomaly-feedback': {
    action: 'anomaly.feedback',
    status: 201,
    body: (nowMs) => ({
      query: { expr: 'up' },
      labels: { node: 'a' },
      startMs: nowMs - 3_600_000,
      endMs: nowMs,
      verdict: 'not-an-anomaly',
    }),
  },
  'DELETE /v1/anomaly-feedback/:id': { action: 'anomaly.feedback', status: 204 },
  'GET /v1/watched-signals': { action: 'anomaly.read', status: 200 },
  'POST /v1/watched-signals': {
    action: 'anomaly.configure',
    status: 201,
    body: () => ({ name: 'Up', query: { expr: 'up' } }),
  },
  'PUT /v1/watched-signals/:id': {
    action: 'anomaly.configure',
    status: 200,
    body: () => ({ name: 'Down', query: { expr: 'down' }, version: 1 }),
  },
  'DELETE /v1/watched-signals/:id': { action: 'anomaly.configure', status: 204 },
  'GET /v1/recommendations': { action: 'recommendation.read', status: 200 },
  'POST /v1/recommendations/run': { action: 'recommendation.run', status: 202, body: () => ({}) },
  'GET /v1/recommendations/export': {
    action: 'recommendation.read',
    status: 200,
    query: `?format=patch&ids=${encodeURIComponent(SAMPLE_ADVICE.recommendations[0]!.id)}`,
  },
  'GET /v1/recommendations/one': {
    action: 'recommendation.read',
    status: 200,
    query: `?id=${encodeURIComponent(SAMPLE_ADVICE.recommendations[0]!.id)}`,
  },
  'POST /v1/recommendations/decision': {
    action: 'recommendation.triage',
    status: 200,
    query: `?id=${encodeURIComponent(SAMPLE_ADVICE.recommendations[0]!.id)}`,
    body: () => ({ action: 'reject', reason: 'Not now.', version: 0 }),
  },
  'GET /v1/openapi.json': { action: 'engine.read', status: 200 },
  'GET /v1/jobs': { action: 'engine.read', status: 200 },
  'GET /v1/audit': { action: 'audit.read', status: 200 },
};

/** What has to be there before a route can name it. */
export const MADE_BEFORE: Readonly<Record<string, (nowMs: number) => [string, { body: unknown }]>> = {
  '/v1/anomaly-feedback/': (nowMs) => [
    'POST /v1/anomaly-feedback',
    { body: ROUTES['POST /v1/anomaly-feedback']?.body?.(nowMs) },
  ],
  '/v1/watched-signals/': (nowMs) => [
    'POST /v1/watched-signals',
    { body: ROUTES['POST /v1/watched-signals']?.body?.(nowMs) },
  ],
};
