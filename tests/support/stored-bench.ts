import type { StoredForecastInput } from '#contract/stored-forecast.ts';
import { contextOf, directoryFixture } from '../../pkg/backend/app/ports/kit.contract.ts';
import { ForecastCache } from '../../pkg/backend/app/forecast-cache.ts';
import { adaptationsCodec } from '../../pkg/backend/app/stored/adaptations.ts';
import { createStoredAnswers } from '../../pkg/backend/app/stored/serve.ts';
import { queueMigrations } from '../../pkg/backend/queue/migrations.ts';
import { SqliteJobQueue } from '../../pkg/backend/queue/sqlite-job-queue.ts';
import { openStore } from '../../pkg/backend/store/open-store.ts';
import { fakeEngine } from './fake-engine.ts';

/** Everything about stored forecasts over a real store and queue, with a fake Prometheus and a fake model. */
export function storedBench() {
  const engine = fakeEngine();
  const { clock, deps: fast } = engine;
  const fixture = directoryFixture(
    (directory) => openStore({ directory, setting: 'TEST', clock, migrations: { queue: queueMigrations } }),
    (store) => store
  );
  const { documents, audit, transactions, leases, database } = fixture.adapter;
  const queue = new SqliteJobQueue(database, clock);
  const adaptations = new ForecastCache(engine.blobs, adaptationsCodec, 1 << 20);
  const forecast = { ...fast, stored: createStoredAnswers({ documents, cache: fast.cache, adaptations, clock }) };
  const ctx = contextOf('1', 'prom');
  const actions = async () =>
    (await audit.list(ctx, { limit: 100 })).map(({ action, principal }) => `${principal} ${action}`).reverse();
  const deps = { documents, audit, transactions, queue, forecast, adaptations };
  return { ...engine, deps, queue, leases, documents, audit, database, ctx, actions, cleanup: () => fixture.cleanup() };
}

/** A stored forecast with these fields of its query. */
export function specOf(name: string, query: Partial<StoredForecastInput['query']> = {}): StoredForecastInput {
  return { name, query: { expr: 'used', ...query } };
}
