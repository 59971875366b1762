import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import type { SourceSettings } from '#contract/settings.ts';
import { fakeEngine, type FakeReader } from '../../../tests/support/fake-engine.ts';
import { specOf } from '../../../tests/support/stored-bench.ts';
import { ForecastCache } from '../app/forecast-cache.ts';
import { createJobEvents, type JobEvent } from '../app/job-events.ts';
import { type AdapterFixture, contextOf, directoryFixture } from '../app/ports/kit.contract.ts';
import { queueDueRefreshes, REFRESH_JOB, requestRefresh, watchForecast } from '../app/refresh.ts';
import { SourceRegistry } from '../app/source-registry.ts';
import { adaptationsCodec } from '../app/stored/adaptations.ts';
import { createForecast } from '../app/stored/manage.ts';
import { readForecast } from '../app/stored/read.ts';
import { queueMigrations } from '../queue/migrations.ts';
import { SqliteJobQueue } from '../queue/sqlite-job-queue.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { JobRunner } from './job-runner.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const payload = {
  expr: 'up',
  aggregate: 'avg' as const,
  model: 'auto' as const,
  levels: [80],
  horizon: DAY,
  step: HOUR,
  trainingWindow: 7 * DAY,
};
const settings: SourceSettings = {
  kind: 'direct',
  baseUrl: 'http://prometheus',
  auth: { kind: 'none' },
  headers: {},
  tls: { skipVerify: false },
  limits: { maxSeries: 1, maxSamples: 1_000, concurrency: 1, timeoutSeconds: 1 },
};

/** A job runner over a real store and queue, with a fake reader and model. */
function bench(fixture: AdapterFixture<Store>, engine: ReturnType<typeof fakeEngine>) {
  const { adapter: store } = fixture;
  const { clock, reader, deps: forecast } = engine;
  const ctx = contextOf('1', 'prom');
  const events: JobEvent[] = [];
  const counted: string[] = [];
  const jobEvents = createJobEvents();
  jobEvents.subscribe('1', 'prom', (event) => events.push(event));
  const queue = new SqliteJobQueue(store.database, clock, { maxActive: 3, maxFinished: 10, keepFinishedMs: DAY });
  const adaptations = new ForecastCache(engine.blobs, adaptationsCodec, 1 << 20);
  const sources = new SourceRegistry(() => Object.assign(reader, { close: async () => undefined }));
  const { blobs, leases, documents, audit, transactions } = store;
  const refresh = { documents, audit, transactions, queue, forecast, adaptations };
  const advice = { documents, audit, transactions, blobs, queue, clock, compute: forecast.compute };
  const stores = { queue, leases, blobs };
  const runner = new JobRunner({
    ...stores,
    clock,
    log: ctx.log,
    sources,
    refresh,
    advice,
    events: jobEvents,
    onJob: (_kind, state) => counted.push(state),
  });
  const known = () => sources.open('1', 'prom', settings);
  const jobOf = async (id: string) => queue.get(ctx, id);
  return { ...engine, ctx, events, counted, queue, refresh, runner, sources, store, known, jobOf };
}

describe('JobRunner', () => {
  let fixture: AdapterFixture<Store>;
  let b: ReturnType<typeof bench>;
  beforeEach(() => {
    const engine = fakeEngine();
    fixture = directoryFixture(
      (directory) =>
        openStore({ directory, setting: 'TEST', clock: engine.clock, migrations: { queue: queueMigrations } }),
      (store) => store
    );
    b = bench(fixture, engine);
  });
  afterEach(() => {
    vi.useRealTimers();
    return fixture.cleanup();
  });

  it('does a job, keeps its forecast where queries find it, and tells those who watch', async () => {
    b.known();
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    await b.runner.tick();
    expect(await b.jobOf(id)).toMatchObject({ state: 'done', attempts: 1 });
    expect(b.asked).toHaveLength(1);
    expect(b.blobs.kept.size).toBe(1);
    expect(b.events.map(({ state, message }) => `${state}: ${message}`)).toEqual([
      'running: Reading history and fitting models.',
      'done: 1 series forecast.',
    ]);
    expect(b.counted).toEqual(['running', 'done']);
  });

  it('queues and does what watched forecasts need once their grid has moved on', async () => {
    b.known();
    await watchForecast(b.ctx, b.refresh, payload);
    await b.runner.tick();
    expect(b.reader.ranges).toEqual([]);
    b.clock.advance(HOUR);
    await b.runner.tick();
    expect(b.reader.ranges.map(({ endMs }) => endMs)).toEqual([b.clock.now()]);
  });

  it('tries again with growing pauses when others are at fault, and five times at most', async () => {
    b.known();
    b.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.');
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 5; attempt++) {
      await b.runner.tick();
      const job = await b.jobOf(id);
      expect(job).toMatchObject({ state: 'waiting', attempts: attempt, error: 'Nothing answers.' });
      pauses.push((job?.runAfterMs ?? NaN) - b.clock.now());
      b.clock.advance(pauses.at(-1) ?? NaN);
    }
    expect(pauses).toEqual([10_000, 20_000, 40_000, 80_000]);
    await b.runner.tick();
    expect(await b.jobOf(id)).toMatchObject({ state: 'failed', attempts: 5 });
  });

  it('does not try again what only the user can mend', async () => {
    b.known();
    b.reader.failure = new HeadroomError('invalid_expression', 'Prometheus cannot parse it.');
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    await b.runner.tick();
    expect(await b.jobOf(id)).toMatchObject({ state: 'failed', attempts: 1 });
    expect(b.events.at(-1)).toMatchObject({ state: 'failed', message: 'Prometheus cannot parse it.' });
  });

  it('keeps a job for a data source that has not asked since the start, and does it once it has', async () => {
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    await b.runner.tick();
    expect(await b.jobOf(id)).toMatchObject({ state: 'waiting' });
    expect(b.events).toEqual([]);
    b.known();
    b.clock.advance(60_000);
    await b.runner.tick();
    expect(await b.jobOf(id)).toMatchObject({ state: 'done' });
  });

  it('gives up after about a day on a data source that never asks', async () => {
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    const startMs = b.clock.now();
    for (let rounds = 0; rounds < 1_000 && (await b.jobOf(id))?.state === 'waiting'; rounds++) {
      await b.runner.tick();
      b.clock.advance(600_000);
    }
    expect(await b.jobOf(id)).toMatchObject({ state: 'failed' });
    expect((b.clock.now() - startMs) / HOUR).toBeCloseTo(25, 0);
  });

  it('looks after the watched forecasts of one source even when those of another cannot be queued', async () => {
    const other = contextOf('2', 'prom');
    b.known();
    b.sources.open('2', 'prom', settings);
    await watchForecast(b.ctx, b.refresh, payload);
    await watchForecast(other, b.refresh, { ...payload, expr: 'other' });
    for (const expr of ['a', 'b', 'c']) {
      await requestRefresh(b.ctx, b.refresh, { ...payload, expr });
    }
    b.clock.advance(HOUR);
    await b.runner.tick();
    expect(await b.queue.list(other, 10)).toMatchObject([{ state: 'done', payload: { expr: 'other' } }]);
  });

  it('works the queue even when it is too full for more', async () => {
    b.known();
    await watchForecast(b.ctx, b.refresh, payload);
    for (const expr of ['a', 'b', 'c']) {
      await requestRefresh(b.ctx, b.refresh, { ...payload, expr });
    }
    b.clock.advance(HOUR);
    await expect(queueDueRefreshes(b.ctx, b.refresh)).rejects.toMatchObject({ code: 'overloaded' });
    await b.runner.tick();
    expect(b.reader.ranges.map(({ expr }) => expr)).toEqual(['a', 'b', 'c']);
    await b.runner.tick();
    expect(b.reader.ranges.map(({ expr }) => expr)).toEqual(['a', 'b', 'c', 'up']);
  });

  it('reads with the settings of the job’s own organisation', async () => {
    b.known();
    const other = contextOf('2', 'prom');
    const { id } = await requestRefresh(other, b.refresh, payload);
    await b.runner.tick();
    expect(b.reader.ranges).toEqual([]);
    expect(await b.queue.get(other, id)).toMatchObject({ state: 'waiting' });
    expect(await b.jobOf(id)).toBeUndefined();
  });

  it('lets another process lead, and works the queue all the same', async () => {
    b.known();
    await watchForecast(b.ctx, b.refresh, payload);
    const { id } = await requestRefresh(b.ctx, b.refresh, { ...payload, expr: 'down' });
    b.clock.advance(HOUR);
    await b.store.leases.acquire('refresh-scheduler', 'somebody else', b.clock.now(), 60_000);
    await b.runner.tick();
    expect(b.reader.ranges.map(({ expr }) => expr)).toEqual(['down']);
    expect(await b.jobOf(id)).toMatchObject({ state: 'done' });
  });

  it('gives the lead away when it stops', async () => {
    await b.runner.tick();
    const take = () => b.store.leases.acquire('refresh-scheduler', 'successor', b.clock.now(), DAY);
    expect(await take()).toBe(false);
    await b.runner.stop();
    expect(await take()).toBe(true);
  });

  /** Makes every read wait, until its signal aborts where the reader heeds it; resolves when a read has begun. */
  function holdReads(reader: FakeReader): Promise<AbortSignal> {
    return new Promise((began) => {
      reader.readRange = (ctx) => {
        const { signal } = ctx as { signal: AbortSignal };
        began(signal);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new HeadroomError('canceled', 'Canceled.')));
        });
      };
    });
  }

  it('leaves a running job for the next start when it stops', async () => {
    b.known();
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    const began = holdReads(b.reader);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    b.runner.start();
    vi.advanceTimersByTime(60_000);
    await began;
    await b.runner.stop();
    expect(await b.jobOf(id)).toMatchObject({ state: 'waiting', runAfterMs: b.clock.now() });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('holds a long job by renewing its lease', async () => {
    b.known();
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    const began = holdReads(b.reader);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const round = b.runner.tick();
    await began;
    b.clock.advance(100_000);
    vi.advanceTimersByTime(40_000);
    b.clock.advance(100_000);
    expect(await b.queue.claim([REFRESH_JOB], b.clock.now(), 1)).toBeUndefined();
    await b.runner.stop();
    await round;
    expect(await b.jobOf(id)).toMatchObject({ attempts: 1 });
  });

  it('leaves a job that another process has taken over, and touches it no more', async () => {
    b.known();
    const { id } = await requestRefresh(b.ctx, b.refresh, payload);
    const began = holdReads(b.reader);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const round = b.runner.tick();
    const signal = await began;
    b.clock.advance(120_000);
    const taken = await b.queue.claim([REFRESH_JOB], b.clock.now(), DAY);
    expect(taken?.id).toBe(id);
    vi.advanceTimersByTime(40_000);
    await round;
    expect(signal.aborted).toBe(true);
    expect(await b.jobOf(id)).toMatchObject({ state: 'running', attempts: 2 });
    expect(b.counted).toEqual(['running']);
  });

  it('says nothing of success when the job was taken over just before its end', async () => {
    b.known();
    await requestRefresh(b.ctx, b.refresh, payload);
    b.model.forecast = () => {
      b.clock.advance(120_000);
      void b.queue.claim([REFRESH_JOB], b.clock.now(), DAY);
      return { kind: 'no-data', reason: 'Nothing there.' };
    };
    await b.runner.tick();
    expect(b.counted).toEqual(['running']);
  });

  it('trains stored forecasts when they are due, telling how many series are done', async () => {
    b.known();
    const { id } = await createForecast(b.ctx, b.refresh, specOf('Disks'));
    await b.runner.tick();
    expect(await readForecast(b.ctx, b.store.documents, id)).toMatchObject({ state: 'ready', servedModel: 'ensemble' });
    expect(b.events.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'forecast.train: Reading history and fitting models.',
      'forecast.train: 0 of 1 series.',
      'forecast.train: 1 series forecast.',
    ]);
    expect(b.counted).toEqual(['running', 'done']);
    await b.runner.tick();
    expect(b.asked).toHaveLength(1);
    b.clock.advance(HOUR);
    await b.runner.tick();
    expect(b.asked).toHaveLength(2);
  });

  it('says of a stored forecast why its training failed, and tries again', async () => {
    b.known();
    const { id } = await createForecast(b.ctx, b.refresh, specOf('Disks'));
    b.reader.failure = new HeadroomError('source_unreachable', 'Nothing answers.');
    await b.runner.tick();
    const state = () => readForecast(b.ctx, b.store.documents, id);
    expect(await state()).toMatchObject({ state: 'failed', reason: 'Nothing answers.', servedModel: null });
    b.reader.failure = undefined;
    b.clock.advance(10_000);
    await b.runner.tick();
    expect(await state()).toMatchObject({ state: 'ready' });
  });

  it('never throws, whatever breaks', async () => {
    b.store.database.close();
    await b.runner.tick();
    await b.runner.stop();
    expect(b.ctx.logged.map(({ level }) => level)).toEqual(['error', 'error', 'error']);
  });
});
