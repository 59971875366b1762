import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { queryTypeName } from '#contract/parse-query.ts';
import { type GaugeName, type MetricDefinition, METRICS } from './metric-definitions.ts';

/** One value of a gauge with labels. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads a gauge: its value, or one for each of its labels' values. */
type ReadGauge = () => Told | Promise<Told>;
type Told = number | readonly Reading[];

/** Everything the engine measures of itself, in Prometheus's text format by {@link Metrics.text}. */
export interface Metrics {
  /** Starts the clock of a query; the result stops it with the HTTP status of the answer. */
  startQuery(queryType: string): (status: number) => void;
  /** A REST request to a route was answered. */
  countRequest(request: { route: string; status: number; seconds: number }): void;
  /** An error with that code was told there. */
  countError(at: string, code: string): void;
  countForecast(result: string): void;
  countLook(cache: string, result: string): void;
  countUpstream(request: { endpoint: string; outcome: string; seconds: number; bytes: number }): void;
  /** What happens to requests that wait for Prometheus. */
  countQueue(event: 'enter' | 'leave' | 'full' | 'late'): void;
  /** A stored value of that kind did not match its checksum when it was read. */
  countDamage(kind: string): void;
  countJob(kind: string, state: string): void;
  /** Steps of traces by what became of them. */
  countSpans(outcome: string, count: number): void;
  /** Gauges that are read when the metrics are. */
  watch(name: GaugeName, read: ReadGauge): void;
  /** All of it; with an organisation without what belongs to others. */
  text(organisation?: string): Promise<string>;
}

const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics in a registry of their own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'headroom_' });
  return {
    ...createEvents(registry),
    watch: (name, read) => watchGauge(registry, METRICS[name], read),
    text: async (organisation) => withoutOthers(await registry.metrics(), organisation),
  };
}

function createEvents(registry: Registry): Omit<Metrics, 'watch' | 'text'> {
  const counter = (metric: MetricDefinition) => new Counter({ ...toOptions(metric), registers: [registry] });
  const histogram = (metric: MetricDefinition) =>
    new Histogram({ ...toOptions(metric), buckets: LATENCY_BUCKETS, registers: [registry] });
  const [requests, queries] = [histogram(METRICS.requests), histogram(METRICS.queries)];
  const [errors, forecasts, looks] = [counter(METRICS.errors), counter(METRICS.forecasts), counter(METRICS.cacheLooks)];
  const [upstream, upstreamBytes] = [histogram(METRICS.upstream), counter(METRICS.upstreamBytes)];
  const waiting = new Gauge({ ...toOptions(METRICS.upstreamWaiting), registers: [registry] });
  const refused = counter(METRICS.upstreamRefused);
  const [jobs, damage, spans] = [counter(METRICS.jobs), counter(METRICS.damage), counter(METRICS.spans)];
  return {
    startQuery: (queryType) => {
      const stop = queries.startTimer({ type: queryTypeName(queryType) });
      return (status) => stop({ status: String(status) });
    },
    countRequest: ({ route, status, seconds }) => requests.observe({ route, outcome: outcomeOf(status) }, seconds),
    countError: (at, code) => errors.inc({ at, code }),
    countForecast: (result) => forecasts.inc({ result }),
    countLook: (cache, result) => looks.inc({ cache, result }),
    countUpstream: ({ endpoint, outcome, seconds, bytes }) => {
      upstream.observe({ endpoint, outcome }, seconds);
      upstreamBytes.inc({ endpoint }, bytes);
    },
    countQueue: (event) => {
      if (event === 'enter' || event === 'leave') {
        waiting.inc(event === 'enter' ? 1 : -1);
      } else {
        refused.inc({ reason: event });
      }
    },
    countDamage: (kind) => damage.inc({ kind }),
    countJob: (kind, state) => jobs.inc({ kind, state }),
    countSpans: (outcome, count) => spans.inc({ outcome }, count),
  };
}

function toOptions({ name, help, labels }: MetricDefinition) {
  return { name, help, labelNames: [...labels] };
}

function outcomeOf(status: number): string {
  return status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed';
}

/** A gauge whose reading fails is left out: the other metrics must tell what is wrong. */
function watchGauge(registry: Registry, metric: MetricDefinition, read: ReadGauge): void {
  new Gauge({
    ...toOptions(metric),
    registers: [registry],
    async collect() {
      this.reset();
      if (metric.labels.length === 0) {
        this.remove(); // a reset gauge without labels stands at 0
      }
      try {
        const found = await read();
        const readings = typeof found === 'number' ? [{ labels: {}, value: found }] : found;
        readings.forEach(({ labels, value }) => this.set(labels, value));
      } catch {
        // Left out.
      }
    },
  });
}

/** Leaves out the lines that are about another organisation. */
function withoutOthers(text: string, organisation: string | undefined): string {
  const isOthers = (line: string) => {
    const [, named] = /[{,]organisation="([^"]*)"/.exec(line) ?? [];
    return named !== undefined && named !== organisation;
  };
  return organisation === undefined
    ? text
    : text
        .split('\n')
        .filter((line) => !isOthers(line))
        .join('\n');
}
