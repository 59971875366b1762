import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseQuery } from '#contract/parse-query.ts';
import { fakeEngine } from '../../../tests/support/fake-engine.ts';
import { queueMigrations } from '../queue/migrations.ts';
import { SqliteJobQueue } from '../queue/sqlite-job-queue.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { forecastSignal } from './forecast-signal.ts';
import { planForecast } from './plan.ts';
import { type AdapterFixture, contextOf, directoryFixture, expectError } from './ports/kit.contract.ts';
import {
  queueDueRefreshes,
  type RefreshDeps,
  type RefreshPayload,
  requestRefresh,
  runRefresh,
  toRefreshPayload,
  watchForecast,
} from './refresh.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function payloadOf(fields: object = {}): RefreshPayload {
  const { query } = parseQuery({ queryType: 'forecast', expr: 'up', ...fields });
  return toRefreshPayload(query as Extract<typeof query, { queryType: 'forecast' }>);
}

describe('refreshing forecasts', () => {
  const ctx = contextOf('1', 'prom');
  let engine: ReturnType<typeof fakeEngine>;
  let fixture: AdapterFixture<Store>;
  let deps: RefreshDeps & { queue: SqliteJobQueue };
  beforeEach(() => {
    engine = fakeEngine();
    const { clock } = engine;
    fixture = directoryFixture(
      (directory) => openStore({ directory, setting: 'TEST', clock, migrations: { queue: queueMigrations } }),
      (store) => store
    );
    const { documents, audit, transactions, database } = fixture.adapter;
    deps = { documents, audit, transactions, queue: new SqliteJobQueue(database, clock), forecast: engine.deps };
  });
  afterEach(() => fixture.cleanup());

  const watched = () => deps.documents.list(ctx, 'watched-forecasts', { limit: 1_000 });
  const jobs = (as = ctx) => deps.queue.list(as, 100);

  describe('on demand', () => {
    it('gives one job for as long as it waits, and writes each demand into the audit log', async () => {
      const [first, again] = [
        await requestRefresh(ctx, deps, payloadOf()),
        await requestRefresh(ctx, deps, payloadOf()),
      ];
      expect(again.id).toBe(first.id);
      const entries = await deps.audit.list(ctx, { limit: 10 });
      expect(entries.map(({ action, detail, principal }) => ({ action, detail, principal }))).toEqual(
        [1, 2].map(() => ({ action: 'forecast.refresh', detail: { job: first.id }, principal: 'nadia' }))
      );
    });

    it('gives other jobs for other signals, sources and organisations', async () => {
      const ids = [
        await requestRefresh(ctx, deps, payloadOf()),
        await requestRefresh(ctx, deps, payloadOf({ expr: 'down' })),
        await requestRefresh(contextOf('1', 'prom2'), deps, payloadOf()),
        await requestRefresh(contextOf('2', 'prom'), deps, payloadOf()),
      ].map(({ id }) => id);
      expect(new Set(ids).size).toBe(4);
    });

    it('is for editors', async () => {
      await expectError(requestRefresh({ ...ctx, role: 'Viewer' }, deps, payloadOf()), 'permission_denied');
      expect(await jobs()).toEqual([]);
      expect(await deps.audit.list(ctx, { limit: 10 })).toEqual([]);
    });
  });

  describe('of what is watched', () => {
    it('queues one job for each step of the grid, none before it has moved on', async () => {
      await watchForecast(ctx, deps, payloadOf());
      expect(await queueDueRefreshes(ctx, deps)).toBe(0);
      engine.clock.advance(HOUR - 1);
      expect(await queueDueRefreshes(ctx, deps)).toBe(0);
      engine.clock.advance(1);
      expect(await queueDueRefreshes(ctx, deps)).toBe(1);
      expect(await queueDueRefreshes(ctx, deps)).toBe(0);
      expect((await jobs()).map(({ payload }) => payload)).toEqual([payloadOf()]);
    });

    it('queues nothing that somebody has just had computed', async () => {
      await watchForecast(ctx, deps, payloadOf());
      engine.clock.advance(HOUR);
      await watchForecast(ctx, deps, payloadOf());
      expect(await queueDueRefreshes(ctx, deps)).toBe(0);
    });

    it('does not pile up jobs while nobody works the queue', async () => {
      await watchForecast(ctx, deps, payloadOf());
      for (let hour = 0; hour < 3; hour++) {
        engine.clock.advance(HOUR);
        await queueDueRefreshes(ctx, deps);
      }
      expect(await jobs()).toHaveLength(1);
    });

    it('forgets what nobody has asked for within a day', async () => {
      await watchForecast(ctx, deps, payloadOf());
      engine.clock.advance(DAY);
      expect(await queueDueRefreshes(ctx, deps)).toBe(1);
      engine.clock.advance(1);
      expect(await queueDueRefreshes(ctx, deps)).toBe(0);
      expect(await watched()).toEqual([]);
    });

    it('remembers a day from the last time that it was asked for, to the hour', async () => {
      const daily = payloadOf({ horizon: '30d' });
      await watchForecast(ctx, deps, daily);
      engine.clock.advance(HOUR);
      await watchForecast(ctx, deps, daily);
      engine.clock.advance(DAY);
      await queueDueRefreshes(ctx, deps);
      expect(await watched()).toHaveLength(1);
    });

    it('writes no more often than needed', async () => {
      const versions: (number | undefined)[] = [];
      for (const minutes of [0, 1, 58, 1]) {
        engine.clock.advance(minutes * 60_000);
        await watchForecast(ctx, deps, payloadOf());
        versions.push((await watched())[0]?.version);
      }
      expect(versions).toEqual([1, 1, 1, 2]);
    });

    it('forgets what this version cannot plan, which holds up nothing else', async () => {
      await deps.documents.put(ctx, 'watched-forecasts', 'odd', {
        payload: { expr: 'up' },
        askedMs: engine.clock.now(),
        queuedOriginMs: 0,
      });
      await watchForecast(ctx, deps, payloadOf());
      engine.clock.advance(HOUR);
      expect(await queueDueRefreshes(ctx, deps)).toBe(1);
      expect((await watched()).map(({ id }) => id)).not.toContain('odd');
    });

    it('goes through all of them, more than one page', async () => {
      for (let i = 0; i < 205; i++) {
        await watchForecast(ctx, deps, payloadOf({ expr: `signal_${i}` }));
      }
      engine.clock.advance(HOUR);
      expect(await queueDueRefreshes(ctx, deps)).toBe(205);
    });

    it('leaves those of other organisations alone', async () => {
      const other = contextOf('2', 'prom');
      await watchForecast(other, deps, payloadOf());
      engine.clock.advance(HOUR);
      expect(await queueDueRefreshes(ctx, deps)).toBe(0);
      expect(await queueDueRefreshes(other, deps)).toBe(1);
      expect([(await jobs()).length, (await jobs(other)).length]).toEqual([0, 1]);
    });
  });

  it('leaves the forecast where a query of the same signal finds it', async () => {
    expect(await runRefresh(ctx, engine.source, engine.deps, payloadOf())).toBe(1);
    const nowMs = engine.clock.now();
    const plan = planForecast(payloadOf(), { fromMs: nowMs - DAY, toMs: nowMs + DAY }, nowMs);
    await forecastSignal(ctx, engine.source, engine.deps, payloadOf({ levels: [95, 80] }), plan);
    expect(engine.told.map(({ result }) => result)).toEqual(['memory']);
    expect(engine.reader.ranges).toHaveLength(1);
  });

  it('computes anew what is kept already', async () => {
    await runRefresh(ctx, engine.source, engine.deps, payloadOf());
    await runRefresh(ctx, engine.source, engine.deps, payloadOf());
    expect(engine.reader.ranges).toHaveLength(2);
  });

  it('keeps signals of different calendars apart', async () => {
    const calendars = [{}, { timeZone: 'Asia/Tokyo' }, { exclusions: '2026-03-01' }, { events: 'x=2026-03-01' }];
    for (const calendar of calendars) {
      const payload = payloadOf(calendar);
      expect(payload).toMatchObject(calendar);
      await runRefresh(ctx, engine.source, engine.deps, payload);
      const nowMs = engine.clock.now();
      const plan = planForecast(payload, { fromMs: nowMs - DAY, toMs: nowMs + DAY }, nowMs);
      await forecastSignal(ctx, engine.source, engine.deps, payloadOf({ ...calendar, levels: [80] }), plan);
    }
    expect(engine.told.map(({ result }) => result)).toEqual(calendars.map(() => 'computed'));
  });

  it('carries bounds only where they are set, so that equal queries are one job', () => {
    expect(payloadOf()).not.toHaveProperty('lowerBound');
    expect(payloadOf({ lowerBound: 0 })).toMatchObject({ lowerBound: 0 });
    expect(payloadOf({ capacity: '5', legendFormat: 'x' })).toEqual(payloadOf());
  });
});
