/** A metric of the engine. Labels take few values each: no texts of users, no names of what is watched. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/** Every metric that the engine defines itself, by its name in the code. */
export const METRICS = {
  queries: {
    kind: 'histogram',
    name: 'headroom_query_duration_seconds',
    help: 'Time from a query to its answer.',
    labels: ['type', 'status'],
  },
  forecasts: {
    kind: 'counter',
    name: 'headroom_forecasts_total',
    help: 'Forecasts by how they were come by: memory, store, shared, computed or stored.',
    labels: ['result'],
  },
  upstream: {
    kind: 'histogram',
    name: 'headroom_upstream_duration_seconds',
    help: 'Time of requests to Prometheus.',
    labels: ['endpoint', 'outcome'],
  },
  upstreamBytes: {
    kind: 'counter',
    name: 'headroom_upstream_bytes_total',
    help: 'Bytes read from Prometheus.',
    labels: ['endpoint'],
  },
  jobs: {
    kind: 'counter',
    name: 'headroom_jobs_total',
    help: 'Background jobs by kind and outcome.',
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
