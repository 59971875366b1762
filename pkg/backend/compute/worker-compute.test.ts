import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ForecastRequest } from '#model/forecast/types.ts';
import { contextOf, expectError, ManualClock } from '../app/ports/kit.contract.ts';
import { WorkerPool } from './pool.ts';
import type { Task } from './tasks.ts';
import { createWorkerCompute, pingWorkers } from './worker-compute.ts';

const HOUR = 3_600_000;

function request(index: number, fields: Partial<ForecastRequest> = {}): ForecastRequest {
  const values = Float64Array.from({ length: 48 }, (_, i) => 100 * index + (i % 24));
  return { series: { startMs: 0, stepMs: HOUR, values }, horizon: 3, levels: [80], model: 'auto', seed: 1, ...fields };
}

describe('compute on real workers', () => {
  const clock = new ManualClock();
  let pool: WorkerPool;
  beforeEach(() => {
    pool = new WorkerPool({ script: new URL('../worker.ts', import.meta.url) }, 1);
  });
  afterEach(() => pool.close());

  it('forecasts many series in their order and asks when one is breached', async () => {
    const compute = createWorkerCompute(pool, clock);
    const ctx = contextOf('1', 'prom');
    const requests = Array.from({ length: 17 }, (_, i) => request(i, { model: 'seasonal-naive' }));
    const outcomes = await compute.forecast(ctx, requests);
    const forecasts = outcomes.flatMap((outcome) => (outcome.kind === 'forecast' ? [outcome] : []));
    expect(forecasts.map(({ mean }) => Math.floor((mean[0] ?? NaN) / 100))).toEqual(requests.map((_, i) => i));
    const [first, second] = forecasts;
    // All numbers of an outcome come in one piece, which no other outcome keeps alive.
    expect(first?.bands[0]?.upper.buffer).toBe(first?.mean.buffer);
    expect(second?.mean.buffer).not.toBe(first?.mean.buffer);
    const tasks = [50, -50].map((capacity) => ({
      forecast: first as (typeof forecasts)[number],
      capacity,
      direction: 'up' as const,
      current: 10,
      seed: 1,
    }));
    expect((await compute.breach(ctx, tasks)).map(({ state }) => state)).toEqual(['unlikely', 'already']);
  });

  it('finds what series have in common once, and lets all workers read it from one place', async () => {
    const compute = createWorkerCompute(pool, clock);
    const ctx = contextOf('1', 'prom');
    const requests = Array.from({ length: 20 }, (_, i) => {
      const values = Float64Array.from(
        { length: 400 },
        (_, t) => (i + 1) * (((t * 37) % 101) + 90 * Number(t % 24 < 8))
      );
      return request(i, { series: { startMs: 0, stepMs: HOUR, values }, model: 'global-ridge' });
    });
    const shared = await compute.share(ctx, requests);
    expect(shared?.groups.map(({ series, season }) => ({ series, season }))).toEqual([{ series: 20, season: 24 }]);
    expect(shared?.groups[0]?.fits.at(-1)?.levels.buffer).toBeInstanceOf(SharedArrayBuffer);
    const outcomes = await compute.forecast(
      ctx,
      requests.map((one) => ({ ...one, shared: shared! }))
    );
    const models = outcomes.map((outcome) => (outcome.kind === 'forecast' ? outcome.trust.model : outcome.kind));
    expect(models).toEqual(new Array(20).fill('global-ridge'));
    expect(await compute.share(ctx, requests.slice(0, 1))).toBeUndefined();
    expect(await compute.share(ctx, [])).toBeUndefined();
  });

  it.each([
    { items: 3, workers: 2, tasks: [2, 1] },
    { items: 2, workers: 4, tasks: [1, 1] },
    { items: 40, workers: 2, tasks: [8, 8, 8, 8, 8] },
  ])('shares $items series among $workers workers', async ({ items, workers, tasks }) => {
    const sent: number[] = [];
    const crew = Object.assign(new WorkerPool({ code: '' }, workers), {
      run: (_: AbortSignal, task: Task) => {
        const { requests } = task as Extract<Task, { kind: 'forecast' }>;
        sent.push(requests.length);
        return Promise.resolve({ kind: 'forecast', outcomes: requests.map(() => ({ kind: 'none' })) });
      },
    });
    const requests = Array.from({ length: items }, (_, i) => request(i));
    expect(await createWorkerCompute(crew, clock).forecast(contextOf('1', 'prom'), requests)).toHaveLength(items);
    expect(sent).toEqual(tasks);
  });

  it('answers nothing with nothing, without a worker', async () => {
    const compute = createWorkerCompute(pool, clock);
    expect(await compute.forecast(contextOf('1', 'prom'), [])).toEqual([]);
  });

  it('reports an error of the model as internal and serves the next call', async () => {
    const compute = createWorkerCompute(pool, clock);
    const bad = request(0, { series: undefined as unknown as ForecastRequest['series'] });
    const error = await expectError(compute.forecast(contextOf('1', 'prom'), [bad]), 'internal');
    expect(String(error.cause)).toMatch(/TypeError/);
    expect(await compute.forecast(contextOf('1', 'prom'), [request(0)])).toHaveLength(1);
  });

  it('answers a ping', async () => {
    await expect(pingWorkers(pool)).resolves.toBeUndefined();
  });
});

describe('compute on workers that never answer', () => {
  let pool: WorkerPool;
  beforeEach(() => {
    pool = new WorkerPool({ code: `require('node:worker_threads').parentPort.on('message', () => {})` }, 1);
  });
  afterEach(() => pool.close());

  it('gives up when the caller does, and leaves nothing waiting', async () => {
    const controller = new AbortController();
    const ctx = { ...contextOf('1', 'prom'), signal: controller.signal };
    const work = createWorkerCompute(pool, new ManualClock()).forecast(
      ctx,
      Array.from({ length: 30 }, (_, i) => request(i))
    );
    expect(pool.depth).toBe(3);
    controller.abort();
    await expectError(work, 'canceled');
    expect(pool.depth).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  it('gives up at the deadline, whose culprit is not the caller', async () => {
    const clock = new ManualClock();
    const ctx = { ...contextOf('1', 'prom'), deadlineMs: clock.now() + 5 };
    const error = await expectError(createWorkerCompute(pool, clock).forecast(ctx, [request(0)]), 'deadline_exceeded');
    expect(error.culprit).toBe('plugin');
  });

  it('says that the workers are busy when a ping is not answered', async () => {
    const patience = new AbortController();
    const ping = pingWorkers(pool, patience.signal);
    patience.abort();
    const error = await expectError(ping, 'overloaded');
    expect(error.message).toContain('No worker answered');
  });
});

describe('compute on workers that fail', () => {
  it('says that they die when a ping finds none that lives', async () => {
    const pool = new WorkerPool({ code: 'process.exit(3)' }, 2);
    const error = await expectError(pingWorkers(pool), 'internal');
    expect(String(error.cause)).toContain('code 3');
    await pool.close();
  });

  it('ends the rest of a call with its first failure', async () => {
    const code = `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ id, task }) => {
        if (task.requests[0].seed === 0) parentPort.postMessage({ id, error: 'no luck' });
      });`;
    const pool = new WorkerPool({ code }, 1);
    const requests = Array.from({ length: 40 }, (_, seed) => request(seed, { seed }));
    await expectError(
      createWorkerCompute(pool, new ManualClock()).forecast(contextOf('1', 'prom'), requests),
      'internal'
    );
    expect(pool.depth).toBe(0);
    await pool.close();
  });
});
