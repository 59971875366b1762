import type { Answers } from './answers.ts';

/** What a request and an answer may look like. */
export interface Examples {
  readonly body?: object;
  /** Parameters of the query string. */
  readonly query?: Readonly<Record<string, string>>;
  /** Only where it is short. */
  readonly answer?: object;
}

/** An id, as stored things have it. */
export const EXAMPLE_ID = '0af76519-16cd-43dd-8448-eb211c80319c';

const range = { fromMs: 1796029200000, toMs: 1796115600000 };
const used = { expr: 'kubelet_volume_stats_used_bytes', horizon: '7d' };
const capacity = 'kubelet_volume_stats_capacity_bytes';
const stored = { name: 'Volumes', unit: 'bytes', query: { ...used, capacity } };
const signal = { expr: 'instance:node_cpu:ratio', threshold: 'warning' };
const watched = { name: 'CPU of nodes', unit: 'percentunit', query: signal };
const watchedAnswer = { id: EXAMPLE_ID, version: 1, ...watched, createdBy: 'ci', updatedMs: 1796115600000 };
const recommendation = '/shop/Deployment/web/web/cpu';
const job = {
  id: EXAMPLE_ID,
  kind: 'forecast.refresh',
  org: '1',
  source: 'headroom',
  payload: { expr: 'up' },
  state: 'waiting',
  attempts: 0,
  runAfterMs: 1796115600000,
};
const auditEntry = {
  sequence: 7,
  atMs: 1796115600000,
  org: '1',
  source: 'headroom',
  principal: 'ci',
  action: 'forecast.create',
  subject: EXAMPLE_ID,
  detail: { name: 'Volumes' },
};

/** Examples by route, each of which the tests hold against its schema. */
export const EXAMPLES: Readonly<Partial<Record<keyof Answers, Examples>>> = {
  'POST /v1/forecast': { body: { range, query: used } },
  'POST /v1/breach': { body: { range, query: { ...used, capacity, within: '4d' } } },
  'POST /v1/forecast/refresh': { body: { query: used }, answer: job },
  'GET /v1/source': { answer: { kind: 'direct', url: 'http://prometheus:9090' } },
  'GET /v1/source/label-names': { query: { match: 'up' }, answer: { names: ['instance', 'job'] } },
  'GET /v1/source/label-values': {
    query: { label: 'instance', match: 'up', limit: '2' },
    answer: { values: ['node-1', 'node-2'], nextCursor: 'Im5vZGUtMiI' },
  },
  'GET /v1/source/health': {
    answer: {
      ok: true,
      message: 'Prometheus 3.7.0 answers. Headroom is ready to forecast.',
      details: { version: '3.7.0', clockSkewMs: 12, headSeries: 51_204 },
    },
  },
  'POST /v1/forecasts': { body: stored },
  'PUT /v1/forecasts/:id': { body: { ...stored, version: 1 } },
  'POST /v1/forecasts/:id/train': { answer: { job: EXAMPLE_ID } },
  'POST /v1/alert-preview': {
    body: { query: { ...used, capacity, within: '4d' }, threshold: 0.8, for: '1m', interval: '1m', days: 30 },
  },
  'POST /v1/anomalies': { body: { range, query: signal } },
  'POST /v1/baseline': { body: { range, query: { expr: signal.expr } } },
  'POST /v1/anomaly-feedback': {
    body: {
      query: signal,
      labels: { instance: 'node-1' },
      startMs: 1796029200000,
      endMs: 1796032800000,
      verdict: 'not-an-anomaly',
      note: 'The monthly backup.',
    },
    answer: {
      id: EXAMPLE_ID,
      verdict: 'not-an-anomaly',
      thresholdBefore: 71,
      thresholdAfter: 84,
      sentence: 'Threshold of this series raised from 71 to 84.',
    },
  },
  'GET /v1/watched-signals': { answer: { signals: [watchedAnswer] } },
  'POST /v1/watched-signals': { body: watched, answer: watchedAnswer },
  'PUT /v1/watched-signals/:id': { body: { ...watched, version: 1 }, answer: { ...watchedAnswer, version: 2 } },
  'POST /v1/recommendations/run': {
    body: { namespace: 'shop', history: '14d', step: '5m' },
    answer: { job: EXAMPLE_ID },
  },
  'GET /v1/recommendations/export': { query: { format: 'patch', ids: recommendation } },
  'GET /v1/recommendations/one': { query: { id: recommendation } },
  'POST /v1/recommendations/decision': {
    query: { id: recommendation },
    body: { action: 'reject', reason: 'Needed for the sale.', version: 0 },
  },
  'GET /v1/jobs': { answer: { jobs: [{ ...job, state: 'done', attempts: 1 }] } },
  'GET /v1/audit': { answer: { entries: [auditEntry] } },
};
