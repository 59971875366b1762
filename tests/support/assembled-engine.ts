import type { Engine, RequestScope } from '../../pkg/backend/app/engine.ts';
import { detectionCodec } from '../../pkg/backend/app/anomaly/detect-signal.ts';
import { ForecastCache } from '../../pkg/backend/app/forecast-cache.ts';
import { checkHealth, readiness } from '../../pkg/backend/app/health.ts';
import { createJobEvents } from '../../pkg/backend/app/job-events.ts';
import { contextOf, directoryFixture } from '../../pkg/backend/app/ports/kit.contract.ts';
import { createRouter } from '../../pkg/backend/http/router.ts';
import { queueMigrations } from '../../pkg/backend/queue/migrations.ts';
import { SqliteJobQueue } from '../../pkg/backend/queue/sqlite-job-queue.ts';
import { openStore } from '../../pkg/backend/store/open-store.ts';
import { createMetrics } from '../../pkg/backend/telemetry/metrics.ts';
import type { SourceSettings } from '../../pkg/contract/settings.ts';
import { fakeEngine } from './fake-engine.ts';

/** An engine with real store, queue, router and metrics over a fake Prometheus and a fake model. */
export function assembleEngine() {
  const fake = fakeEngine();
  const { clock } = fake;
  const fixture = directoryFixture(
    (directory) => openStore({ directory, setting: 'TEST', clock, migrations: { queue: queueMigrations } }),
    (store) => store
  );
  const store = fixture.adapter;
  const queue = new SqliteJobQueue(store.database, clock);
  const { documents, audit, transactions, blobs } = store;
  const refresh = { documents, audit, transactions, queue, forecast: fake.deps };
  const advice = { documents, audit, transactions, blobs, queue, clock, compute: fake.deps.compute };
  const detections = new ForecastCache(blobs, detectionCodec, 1 << 20);
  const anomaly = { documents, audit, transactions, clock, compute: fake.deps.compute, detections };
  const opened: { org: string; uid: string; settings: SourceSettings }[] = [];
  const scopes: RequestScope[] = [];
  const state = { workersAnswer: true, workersFailure: new Error('No worker answers.') };
  const pingWorkers = async () => {
    if (!state.workersAnswer) {
      throw state.workersFailure;
    }
  };
  const probe = { probeStore: () => store.database.probe(), pingWorkers };
  const health: Engine['checkHealth'] = ({ ctx, source }) => checkHealth(ctx, source, probe);
  const router = createRouter({ ...refresh, advice, anomaly, checkHealth: health });
  const metrics = createMetrics();
  const engine: Engine = {
    forecast: fake.deps,
    advice,
    anomaly,
    jobEvents: createJobEvents(),
    tracer: { continue: () => undefined, stop: async () => undefined },
    openSource: (org, uid, settings) => {
      opened.push({ org, uid, settings });
      return fake.source;
    },
    route: async (request, scope) => {
      scopes.push(scope);
      return router.fetch(request, scope);
    },
    checkHealth: health,
    readiness: () => readiness(probe),
    lookForDamage: () => store.database.lookForDamage(),
    needsRestart: () => store.database.needsRestart(),
    notices: store.notices,
    metricsText: (organisation) => metrics.text(organisation),
    startQuery: (type) => metrics.startQuery(type),
    countError: (at, code) => metrics.countError(at, code),
    stop: async () => undefined,
  };
  const { log, logged } = contextOf('', '');
  return { ...fake, engine, store, queue, opened, scopes, state, log, logged, cleanup: () => fixture.cleanup() };
}
