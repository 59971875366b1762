import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { queryTypeName } from '#contract/parse-query.ts';
import { type MetricDefinition, METRICS } from './metric-definitions.ts';

/** Everything the engine measures of itself, in Prometheus's text format by {@link Metrics.text}. */
export interface Metrics {
  /** Starts the clock of a query; the result stops it with the HTTP status of the answer. */
  startQuery(queryType: string): (status: number) => void;
  countForecast(result: string): void;
  countUpstream(request: { endpoint: string; outcome: string; seconds: number; bytes: number }): void;
  /** A stored value of that kind did not match its checksum when it was read. */
  countDamage(kind: string): void;
  countJob(kind: string, state: string): void;
  /** Steps of traces by what became of them. */
  countSpans(outcome: string, count: number): void;
  /** Gauges that are read when the metrics are. */
  watch(name: 'workers_waiting' | 'jobs_waiting', help: string, read: () => number | Promise<number>): void;
  text(): Promise<string>;
}

const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'headroom_' });
  const counter = (metric: MetricDefinition) => new Counter({ ...toOptions(metric), registers: [registry] });
  const histogram = (metric: MetricDefinition) =>
    new Histogram({ ...toOptions(metric), buckets: LATENCY_BUCKETS, registers: [registry] });
  const queries = histogram(METRICS.queries);
  const forecasts = counter(METRICS.forecasts);
  const upstream = histogram(METRICS.upstream);
  const upstreamBytes = counter(METRICS.upstreamBytes);
  const jobs = counter(METRICS.jobs);
  const damage = counter(METRICS.damage);
  const spans = counter(METRICS.spans);
  return {
    startQuery: (queryType) => {
      const stop = queries.startTimer({ type: queryTypeName(queryType) });
      return (status) => stop({ status: String(status) });
    },
    countForecast: (result) => forecasts.inc({ result }),
    countUpstream: ({ endpoint, outcome, seconds, bytes }) => {
      upstream.observe({ endpoint, outcome }, seconds);
      upstreamBytes.inc({ endpoint }, bytes);
    },
    countDamage: (kind) => damage.inc({ kind }),
    countJob: (kind, state) => jobs.inc({ kind, state }),
    countSpans: (outcome, count) => spans.inc({ outcome }, count),
    watch: (name, help, read) => watchGauge(registry, `headroom_${name}`, help, read),
    text: () => registry.metrics(),
  };
}

function toOptions({ name, help, labels }: MetricDefinition) {
  return { name, help, labelNames: [...labels] };
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
