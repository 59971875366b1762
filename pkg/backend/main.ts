import './native-memory.ts';
import { availableParallelism } from 'node:os';
import { getAsset, isSea } from 'node:sea';
import type { EngineConfig } from '#contract/engine-config.ts';
import type { SourceSettings } from '#contract/settings.ts';
import { ReplayStore } from './app/alert-preview/replay-store.ts';
import type { Logger } from './app/context.ts';
import type { Engine } from './app/engine.ts';
import type { AnomalyDeps } from './app/anomaly/anomaly-query.ts';
import { detectionCodec } from './app/anomaly/detect-signal.ts';
import { fingerprint } from './app/fingerprint.ts';
import { ForecastCache } from './app/forecast-cache.ts';
import type { ForecastDeps, Source } from './app/forecast-signal.ts';
import { checkHealth, type HealthDeps, readiness } from './app/health.ts';
import { engineContext } from './app/engine-context.ts';
import { rememberedFor } from './app/remembered-for.ts';
import { type ForecastStanding, forecastStandings, savingStandings } from './app/standings.ts';
import { createJobEvents } from './app/job-events.ts';
import type { Clock } from './app/ports/clock.ts';
import type { Compute } from './app/ports/compute.ts';
import type { JobQueue } from './app/ports/job-queue.ts';
import { toRefreshPayload, watchForecast } from './app/refresh.ts';
import { signalCodec } from './app/signal-codec.ts';
import { SourceRegistry } from './app/source-registry.ts';
import type { TrainingDeps } from './app/stored/adapt.ts';
import { adaptationsCodec } from './app/stored/adaptations.ts';
import { createStoredAnswers } from './app/stored/serve.ts';
import type { MakeDeps } from './app/tuning/make.ts';
import { runCommand } from './cli/run-command.ts';
import { rememberBreaches } from './compute/breach-memory.ts';
import { WorkerPool, type WorkerSource } from './compute/pool.ts';
import { createWorkerCompute, pingWorkers } from './compute/worker-compute.ts';
import { startedByGrafana } from './host/go-plugin.ts';
import { servePluginDoor } from './host/plugin-door.ts';
import { runPlugin } from './host/run-plugin.ts';
import { createRouter } from './http/router.ts';
import { serveHttp } from './http/server.ts';
import { createPrometheusReader } from './prometheus/prometheus-reader.ts';
import { queueMigrations } from './queue/migrations.ts';
import { SqliteJobQueue } from './queue/sqlite-job-queue.ts';
import type { StateLocation } from './store/directory.ts';
import { openStore, type Store } from './store/open-store.ts';
import { verifyAudit } from './store/verify-audit.ts';
import { createLogger } from './telemetry/logger.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { createTracer } from './telemetry/tracing/create-tracer.ts';
import { JobRunner } from './training/job-runner.ts';

const MOST_WORKERS = 4;
const FORECASTS_TOLD_MS = 30_000;
const SAVINGS_TOLD_MS = 300_000;
const MEGABYTE = 1 << 20;
/** Half a kilobyte a series. */
const ADAPTATION_BYTES = 8 * MEGABYTE;
/** About twenty signals of twenty series each. */
const DETECTION_BYTES = 64 * MEGABYTE;
const clock: Clock = { now: () => Date.now() };

/** The worker's code: an asset of the packaged executable, else the file beside this one. */
function workerSource(): WorkerSource {
  return isSea() ? { code: getAsset('worker.cjs', 'utf8') } : { script: new URL('./worker.ts', import.meta.url) };
}

/** Puts the engine together from its parts; nothing else knows them all. */
function createEngine(config: EngineConfig, state: StateLocation, log: Logger): Engine {
  const metrics = createMetrics();
  const tracer = createTracer(config, process.env, { clock, log, onSpans: metrics.countSpans.bind(metrics) });
  const store = openStore({
    ...state,
    clock,
    migrations: { queue: queueMigrations },
    onDamage: metrics.countDamage.bind(metrics),
  });
  store.notices.forEach((notice) => log.warn(notice));
  const queue = new SqliteJobQueue(store.database, clock);
  const pool = new WorkerPool(workerSource(), config.workers ?? Math.min(MOST_WORKERS, availableParallelism()));
  const sources = createSources(metrics);
  const compute = rememberBreaches(createWorkerCompute(pool, clock));
  const refresh = createForecasting(config, { store, queue, compute, metrics, log });
  const { forecast } = refresh;
  const { documents, audit, transactions } = store;
  const advice: MakeDeps = { documents, audit, transactions, clock, blobs: store.blobs, compute, queue };
  const detections = new ForecastCache(store.blobs, detectionCodec, DETECTION_BYTES, (result) =>
    metrics.countLook('detections', result)
  );
  const anomaly: AnomalyDeps = { documents, audit, transactions, clock, compute, detections };
  const events = createJobEvents();
  const onJob = metrics.countJob.bind(metrics);
  const { leases, blobs } = store;
  const onError = (at: string) => (code: string) => metrics.countError(at, code);
  const told = { events, onJob, onError: onError('job'), tracer };
  const runner = new JobRunner({ clock, log, queue, leases, blobs, sources, refresh, advice, ...told });
  runner.start();
  const probe = probeOf(store, pool);
  const caches = { forecasts: forecast.cache, adaptations: refresh.adaptations, detections };
  watchWork(metrics, { queue, pool, probe, caches });
  watchStandings(metrics, { sources, advice, log });
  const health: Engine['checkHealth'] = ({ ctx, source }) => checkHealth(ctx, source, probe);
  const replayStore = createReplayStore(store);
  const onRequest = metrics.countRequest.bind(metrics);
  const observers = { onRequest, onError: onError('rest') };
  const router = createRouter({ ...refresh, advice, anomaly, checkHealth: health, replayStore, ...observers });
  return {
    forecast,
    advice,
    anomaly,
    jobEvents: events,
    tracer,
    openSource: (org, uid, settings) => sources.open(org, uid, settings),
    route: async (request, scope) => router.fetch(request, scope),
    checkHealth: health,
    readiness: () => readiness(probe),
    lookForDamage: () => store.database.lookForDamage(),
    needsRestart: () => store.database.needsRestart(),
    notices: store.notices,
    metricsText: (organisation) => metrics.text(organisation),
    startQuery: (queryType) => metrics.startQuery(queryType),
    countError: (at, code) => metrics.countError(at, code),
    stop: async () => {
      await stopAll(runner, pool, sources, store);
      await tracer.stop();
    },
  };
}

/** Forecasts, stored ones and those that somebody watches included. */
function createForecasting(
  { cacheMegabytes }: EngineConfig,
  parts: {
    readonly store: Store;
    readonly queue: JobQueue;
    readonly compute: Compute;
    readonly metrics: Metrics;
    readonly log: Logger;
  }
): TrainingDeps {
  const { store, queue, compute, metrics, log } = parts;
  const onLook = (name: string) => (result: string) => metrics.countLook(name, result);
  const cache = new ForecastCache(store.blobs, signalCodec, cacheMegabytes * MEGABYTE, onLook('forecasts'));
  const adaptations = new ForecastCache(store.blobs, adaptationsCodec, ADAPTATION_BYTES, onLook('adaptations'));
  const forecast: ForecastDeps = {
    clock,
    compute,
    cache,
    stored: createStoredAnswers({ documents: store.documents, cache, adaptations, clock }),
    onForecast: (ctx, { result, fields, isNewest }) => {
      metrics.countForecast(result);
      if (isNewest) {
        watchForecast(ctx, refresh, toRefreshPayload(fields)).catch((thrown: unknown) =>
          log.warn('cannot remember a watched forecast', { reason: String(thrown) })
        );
      }
    },
  };
  const { documents, audit, transactions } = store;
  const refresh: TrainingDeps = { documents, queue, audit, transactions, forecast, adaptations };
  return refresh;
}

/** While the code may change under the feet of a running store, nothing is kept. */
function createReplayStore({ blobs }: Store): ReplayStore | undefined {
  const code = workerSource();
  return 'code' in code ? new ReplayStore(blobs, clock, fingerprint(code.code)) : undefined;
}

/** What there is to do, and whether it can be done. */
function watchWork(
  metrics: Metrics,
  parts: {
    readonly queue: JobQueue;
    readonly pool: WorkerPool;
    readonly probe: HealthDeps;
    readonly caches: Readonly<Record<string, { readonly size: number }>>;
  }
): void {
  const { queue, pool, probe, caches } = parts;
  metrics.watch('workersWaiting', () => pool.depth);
  metrics.watch('jobsWaiting', () => queue.depth());
  metrics.watch('jobsOldestDue', async () => (await queue.longestDue(clock.now())) / 1_000);
  metrics.watch('ready', async () => ((await readiness(probe)).length === 0 ? 1 : 0));
  metrics.watch('storeNotices', () => probe.notices?.length ?? 0);
  metrics.watch('cacheBytes', () =>
    Object.entries(caches).map(([cache, { size }]) => ({ labels: { cache }, value: size }))
  );
}

/** How well what people rely on does; looked at now and then, since that costs more than a number. */
function watchStandings(
  metrics: Metrics,
  { sources, advice, log }: { readonly sources: SourceRegistry; readonly advice: MakeDeps; readonly log: Logger }
): void {
  const contexts = () => sources.known().map(({ org, uid }) => engineContext(org, uid, clock, log));
  const forecasts = rememberedFor(FORECASTS_TOLD_MS, clock, () => forecastStandings(contexts(), advice.documents));
  const savings = rememberedFor(SAVINGS_TOLD_MS, clock, () => savingStandings(contexts(), advice));
  const labelsOf = ({ org: organisation, source, id: forecast }: ForecastStanding) => ({
    organisation,
    source,
    forecast,
  });
  metrics.watch('storedMase', async () =>
    (await forecasts()).flatMap((one) => (one.mase === null ? [] : [{ labels: labelsOf(one), value: one.mase }]))
  );
  metrics.watch('storedCoverage', async () =>
    (await forecasts()).flatMap((one) =>
      one.coverage.map(({ level, measured }) => ({
        labels: { ...labelsOf(one), level: String(level) },
        value: measured,
      }))
    )
  );
  metrics.watch('storedTrained', async () =>
    (await forecasts()).map((one) => ({ labels: labelsOf(one), value: one.trainedMs / 1_000 }))
  );
  metrics.watch('saving', async () =>
    (await savings()).map(({ org: organisation, source, currency, savingPerMonth }) => ({
      labels: { organisation, source, currency },
      value: savingPerMonth,
    }))
  );
}

function probeOf({ database, notices }: Store, pool: WorkerPool) {
  return { probeStore: () => database.probe(), pingWorkers: () => pingWorkers(pool), notices };
}

async function stopAll(runner: JobRunner, pool: WorkerPool, sources: SourceRegistry, store: Store): Promise<void> {
  await runner.stop();
  await pool.close();
  await sources.close();
  store.close();
}

function createSources(metrics: Metrics): SourceRegistry {
  const onRequest = metrics.countUpstream.bind(metrics);
  const onQueue = metrics.countQueue.bind(metrics);
  return new SourceRegistry((settings) => createPrometheusReader(settings, { clock, onRequest, onQueue }));
}

/** A source without the rest of an engine. */
function openSource(settings: SourceSettings): { source: Source; close: () => Promise<void> } {
  const sources = createSources(createMetrics());
  return { source: sources.open('0', 'cli', settings), close: () => sources.close() };
}

/** Models on worker threads without the rest of an engine. */
function createCompute(workers: number): { compute: Compute; close: () => Promise<void> } {
  const pool = new WorkerPool(workerSource(), workers);
  return { compute: createWorkerCompute(pool, clock), close: () => pool.close() };
}

/** Grafana starts the process as a plugin; everybody else gives it a command. */
async function main(): Promise<void> {
  const assembly = {
    clock,
    createEngine,
    createCompute,
    openSource,
    verifyAudit,
    createLogger,
    serveHttp,
    servePluginDoor,
  };
  if (startedByGrafana(process.env)) {
    await runPlugin(assembly);
  } else {
    process.exitCode = await runCommand(process.argv.slice(2), assembly);
  }
}

void main();
