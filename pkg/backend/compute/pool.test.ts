import { getEventListeners } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { expectError } from '../app/ports/kit.contract.ts';
import { WorkerPool } from './pool.ts';
import type { Task, TaskResult } from './tasks.ts';

/**
 * A worker that does what the model of the first request says: `echo` answers with the seed, `hang` never answers,
 * `slow` does so after a while, `die` leaves, `throw` dies of an error, `fail` reports one. A ping is answered.
 */
const OBEDIENT = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ id, task }) => {
  if (task.kind === 'ping') return parentPort.postMessage({ id, result: { kind: 'ping' } });
  const { model, seed } = task.requests[0];
  if (model === 'echo') parentPort.postMessage({ id, result: { kind: 'forecast', outcomes: [seed] } });
  if (model === 'slow') setTimeout(() => parentPort.postMessage({ id, result: { kind: 'forecast', outcomes: [seed] } }), 100);
  if (model === 'fail') parentPort.postMessage({ id, error: 'TypeError: secret detail' });
  if (model === 'die') process.exit(3);
  if (model === 'throw') setImmediate(() => { throw new Error('out of luck'); });
});`;

function task(model: string, seed = 0): Task {
  const series = { startMs: 0, stepMs: 1, values: new Float64Array(0) };
  return { kind: 'forecast', requests: [{ series, horizon: 1, levels: [], model, seed }] };
}

function echoed(result: TaskResult): unknown {
  return result.kind === 'forecast' ? result.outcomes[0] : undefined;
}

describe('WorkerPool', () => {
  const forever = new AbortController().signal;
  let pool: WorkerPool;
  const poolOf = (size: number): WorkerPool => (pool = new WorkerPool({ code: OBEDIENT }, size));
  afterEach(() => pool.close());

  it('answers each task with its own result, more tasks than workers', async () => {
    poolOf(2);
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const results = await Promise.all(seeds.map((seed) => pool.run(forever, task('echo', seed))));
    expect(results.map(echoed)).toEqual(seeds);
  });

  it('tells that the model failed, keeps the reason from the caller, and goes on with the same worker', async () => {
    poolOf(1);
    const error = await expectError(pool.run(forever, task('fail')), 'internal');
    expect(error.sentence).not.toContain('secret detail');
    expect(String(error.cause)).toContain('secret detail');
    expect(echoed(await pool.run(forever, task('echo', 7)))).toBe(7);
  });

  it.each(['die', 'throw'])('replaces a worker that falls over (%s); only its own task fails', async (how) => {
    poolOf(1);
    const [lost, next] = [pool.run(forever, task(how)), pool.run(forever, task('echo', 8))];
    const error = await expectError(lost, 'internal');
    expect(String(error.cause)).toContain(how === 'die' ? 'code 3' : 'out of luck');
    expect(echoed(await next)).toBe(8);
  });

  describe('whose worker is ended from outside', () => {
    const workers: Worker[] = [];
    const note = (worker: Worker) => workers.push(worker);
    beforeEach(() => {
      process.on('worker', note);
    });
    afterEach(() => {
      process.off('worker', note);
      workers.length = 0;
    });
    /** Ends the nth worker once it is there. */
    const end = async (nth: number) => {
      await vi.waitFor(() => expect(workers).toHaveLength(nth));
      await workers[nth - 1]?.terminate();
    };

    it('does the task again on another worker, before those that came later', async () => {
      poolOf(1);
      const order: unknown[] = [];
      const all = [task('slow', 5), task('echo', 6)].map((one) =>
        pool.run(forever, one).then((result) => order.push(echoed(result)))
      );
      await end(1);
      await Promise.all(all);
      expect(order).toEqual([5, 6]);
      expect(workers).toHaveLength(2);
    });

    it('gives up when that happens again', async () => {
      poolOf(1);
      const lost = expectError(pool.run(forever, task('hang')), 'internal');
      await end(1);
      await end(2);
      expect(String((await lost).cause)).toContain('the worker left');
    });

    it('does nothing again that nobody waits for', async () => {
      poolOf(1);
      const caller = new AbortController();
      const lost = expectError(pool.run(caller.signal, task('hang')), 'canceled');
      caller.abort();
      await end(1);
      await lost;
      expect(workers).toHaveLength(1);
    });
  });

  it('drops a waiting task when its caller gives up', async () => {
    poolOf(1);
    const caller = new AbortController();
    const stuck = expectError(pool.run(forever, task('hang')), 'overloaded');
    const waiting = pool.run(caller.signal, task('die'));
    expect(pool.depth).toBe(1);
    caller.abort();
    await expectError(waiting, 'canceled');
    expect(pool.depth).toBe(0);
    await pool.close();
    await stuck;
  });

  it('lets the caller of a running task go with the reason of the signal, and the others are served', async () => {
    poolOf(2);
    const caller = new AbortController();
    const stuck = pool.run(caller.signal, task('hang'));
    const late = new HeadroomError('deadline_exceeded', 'Time ran out.');
    caller.abort(late);
    await expect(stuck).rejects.toBe(late);
    expect(echoed(await pool.run(forever, task('echo', 9)))).toBe(9);
  });

  it('starts nothing for a caller that has gone already', async () => {
    poolOf(1);
    await expectError(pool.run(AbortSignal.abort(), task('echo')), 'canceled');
    expect(pool.depth).toBe(0);
  });

  it('leaves nothing on the signal of its caller, whatever becomes of the task', async () => {
    poolOf(1);
    const { signal } = new AbortController();
    await Promise.allSettled(['echo', 'fail', 'die', 'echo'].map((model) => pool.run(signal, task(model))));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('starts probes first, background work last, and equals in the order of arrival', async () => {
    poolOf(1);
    const order: string[] = [];
    const note = (name: string, urgency: 'probe' | 'asked' | 'background') =>
      pool.run(forever, task('echo'), urgency).then(() => order.push(name));
    await Promise.all([
      note('running', 'background'),
      note('background 1', 'background'),
      note('background 2', 'background'),
      note('asked 1', 'asked'),
      note('asked 2', 'asked'),
      note('probe', 'probe'),
    ]);
    expect(order).toEqual(['running', 'probe', 'asked 1', 'asked 2', 'background 1', 'background 2']);
  });

  it('refuses work when too much is waiting', async () => {
    poolOf(1);
    const all = Array.from({ length: 10_002 }, () => pool.run(forever, task('hang')));
    const error = await expectError(all.at(-1) as Promise<TaskResult>, 'overloaded');
    expect(error.message).toContain('waiting');
    expect(pool.depth).toBe(10_000);
    const [results] = await Promise.all([Promise.allSettled(all), pool.close()]);
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  });

  it('says that the engine is stopping to whoever runs, waits or comes when it closes', async () => {
    poolOf(1);
    const messages = Promise.all(
      [task('hang'), task('echo')].map((one) => expectError(pool.run(forever, one), 'overloaded'))
    );
    await pool.close();
    expect((await messages).map(({ message }) => message)).toEqual([
      'The engine is stopping.',
      'The engine is stopping.',
    ]);
    await expectError(pool.run(forever, task('echo')), 'overloaded');
  });
});
