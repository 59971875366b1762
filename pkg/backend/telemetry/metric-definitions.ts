/** A metric of the engine. Labels take few values each: no texts of users, no names of what is watched. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

const FORECAST_LABELS = ['organisation', 'source', 'forecast'] as const;

/** What is counted and timed as it happens, by its name in the code. */
const EVENTS = {
  requests: {
    kind: 'histogram',
    name: 'headroom_request_duration_seconds',
    help: 'Time from a REST request to its answer, by route and outcome: ok, refused (4xx) or failed (5xx).',
    labels: ['route', 'outcome'],
  },
  queries: {
    kind: 'histogram',
    name: 'headroom_query_duration_seconds',
    help: 'Time from a query to its answer.',
    labels: ['type', 'status'],
  },
  errors: {
    kind: 'counter',
    name: 'headroom_errors_total',
    help: 'Errors by where they were told (query, rest, door, job) and code; internal, overloaded and deadline_exceeded are ours.',
    labels: ['at', 'code'],
  },
  forecasts: {
    kind: 'counter',
    name: 'headroom_forecasts_total',
    help: 'Forecasts by how they were come by: memory, store, shared, computed or stored.',
    labels: ['result'],
  },
  cacheLooks: {
    kind: 'counter',
    name: 'headroom_cache_requests_total',
    help: 'Look-ups by cache and result: memory, store and shared are hits, computed and missed are misses.',
    labels: ['cache', 'result'],
  },
  upstream: {
    kind: 'histogram',
    name: 'headroom_upstream_duration_seconds',
    help: 'Time of requests to Prometheus, by endpoint and outcome: ok; rejected for what the query is; failed: no answer, 401, 403, 429 or 5xx.',
    labels: ['endpoint', 'outcome'],
  },
  upstreamBytes: {
    kind: 'counter',
    name: 'headroom_upstream_bytes_total',
    help: 'Bytes read from Prometheus.',
    labels: ['endpoint'],
  },
  upstreamWaiting: {
    kind: 'gauge',
    name: 'headroom_upstream_waiting',
    help: 'Requests to Prometheus that wait since as many run as may.',
    labels: [],
  },
  upstreamRefused: {
    kind: 'counter',
    name: 'headroom_upstream_refused_total',
    help: 'Requests to Prometheus that were not sent, by reason: full when too many waited already; late when their time ran out while they waited.',
    labels: ['reason'],
  },
  jobs: {
    kind: 'counter',
    name: 'headroom_jobs_total',
    help: 'Background jobs by kind and what became of them: running when begun, done, failed.',
    labels: ['kind', 'state'],
  },
  damage: {
    kind: 'counter',
    name: 'headroom_store_damaged_reads_total',
    help: 'Stored values that did not match their checksum when they were read, by kind: blob or document.',
    labels: ['kind'],
  },
  spans: {
    kind: 'counter',
    name: 'headroom_trace_spans_total',
    help: 'Steps of traces by what became of them: sent, rejected by the receiver, lost or dropped.',
    labels: ['outcome'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** What is read when the metrics are. */
const GAUGES = {
  ready: { kind: 'gauge', name: 'headroom_ready', help: 'Whether /readyz says ready: 1 for yes.', labels: [] },
  storeNotices: {
    kind: 'gauge',
    name: 'headroom_store_notices',
    help: 'What was found wrong with the state at the start, such as a damaged database that was restored from its copy.',
    labels: [],
  },
  workersWaiting: {
    kind: 'gauge',
    name: 'headroom_workers_waiting',
    help: 'Tasks that wait for a worker.',
    labels: [],
  },
  jobsWaiting: { kind: 'gauge', name: 'headroom_jobs_waiting', help: 'Jobs that wait or run.', labels: [] },
  jobsOldestDue: {
    kind: 'gauge',
    name: 'headroom_jobs_oldest_due_seconds',
    help: 'How long the job that is due has waited for its turn, the longest of them; 0 when none is due.',
    labels: [],
  },
  cacheBytes: {
    kind: 'gauge',
    name: 'headroom_cache_bytes',
    help: 'Memory that a cache holds.',
    labels: ['cache'],
  },
  storedMase: {
    kind: 'gauge',
    name: 'headroom_stored_forecast_mase',
    help: 'Error of a stored forecast in the rolling backtest of its last training, as MASE, the median of its series: below 1 is better than seasonal naive.',
    labels: FORECAST_LABELS,
  },
  storedCoverage: {
    kind: 'gauge',
    name: 'headroom_stored_forecast_coverage_ratio',
    help: 'Part of the values since the last training that the band of a stored forecast held, by the level of the band in percent, of its first 30 values on.',
    labels: [...FORECAST_LABELS, 'level'],
  },
  storedTrained: {
    kind: 'gauge',
    name: 'headroom_stored_forecast_trained_timestamp_seconds',
    help: 'When the answer of a stored forecast was made, Unix time.',
    labels: FORECAST_LABELS,
  },
  saving: {
    kind: 'gauge',
    name: 'headroom_recommended_saving_per_month',
    help: 'Money that the proposed and approved recommendations of a source would save in a month; at most five minutes old.',
    labels: ['organisation', 'source', 'currency'],
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

/** Every metric that the engine defines itself, by its name in the code. */
export const METRICS = { ...EVENTS, ...GAUGES } as const;

/** A gauge by its name in the code. */
export type GaugeName = keyof typeof GAUGES;
