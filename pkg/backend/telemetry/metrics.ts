import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Everything the engine measures of itself, in Prometheus's text format by {@link Metrics.text}. */
export interface Metrics {
  /** Starts the clock of a query; the result stops it with the HTTP status of the answer. */
  startQuery(queryType: string): (status: number) => void;
  countForecast(result: string): void;
  countUpstream(request: { endpoint: string; outcome: string; seconds: number; bytes: number }): void;
  /** A stored value of that kind did not match its checksum when it was read. */
  countDamage(kind: string): void;
  countJob(kind: string, state: string): void;
  /** Gauges that are read when the metrics are. */
  watch(name: 'workers_waiting' | 'jobs_waiting', help: string, read: () => number | Promise<number>): void;
  text(): Promise<string>;
}

const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const KNOWN_TYPES = new Set(['forecast', 'breach']);

/** Metrics in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'headroom_' });
  const registers = [registry];
  const queries = new Histogram({
    name: 'headroom_query_duration_seconds',
    help: 'Time from a query to its answer.',
    labelNames: ['type', 'status'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const forecasts = new Counter({
    name: 'headroom_forecasts_total',
    help: 'Forecasts by how they were come by: memory, store, shared or computed.',
    labelNames: ['result'],
    registers,
  });
  const upstream = new Histogram({
    name: 'headroom_upstream_duration_seconds',
    help: 'Time of requests to Prometheus.',
    labelNames: ['endpoint', 'outcome'],
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const upstreamBytes = new Counter({
    name: 'headroom_upstream_bytes_total',
    help: 'Bytes read from Prometheus.',
    labelNames: ['endpoint'],
    registers,
  });
  const jobs = new Counter({
    name: 'headroom_jobs_total',
    help: 'Background jobs by kind and outcome.',
    labelNames: ['kind', 'state'],
    registers,
  });
  const damage = new Counter({
    name: 'headroom_store_damaged_reads_total',
    help: 'Stored values that did not match their checksum when they were read, by kind: blob or document.',
    labelNames: ['kind'],
    registers,
  });
  return {
    startQuery: (queryType) => {
      const stop = queries.startTimer({ type: KNOWN_TYPES.has(queryType) ? queryType : 'other' });
      return (status) => stop({ status: String(status) });
    },
    countForecast: (result) => forecasts.inc({ result }),
    countUpstream: ({ endpoint, outcome, seconds, bytes }) => {
      upstream.observe({ endpoint, outcome }, seconds);
      upstreamBytes.inc({ endpoint }, bytes);
    },
    countDamage: (kind) => damage.inc({ kind }),
    countJob: (kind, state) => jobs.inc({ kind, state }),
    watch: (name, help, read) => watchGauge(registry, `headroom_${name}`, help, read),
    text: () => registry.metrics(),
  };
}

/** A gauge whose reading fails is left out: the other metrics must tell what is wrong. */
function watchGauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      try {
        this.set(await read());
      } catch {
        this.remove();
      }
    },
  });
}
