import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import type { SharedRidge } from '#model/forecast/shared-ridge.ts';
import type { Context } from '../app/context.ts';
import { limitedTime } from '../app/limited-time.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Compute } from '../app/ports/compute.ts';
import type { Span } from '../app/ports/tracer.ts';
import { traced } from '../app/tracing/traced.ts';
import type { WorkerPool } from './pool.ts';
import { resultAttributes, taskAttributes } from './task-attributes.ts';
import type { Task, TaskResult } from './tasks.ts';

/** Small enough to leave quickly, large enough that messages do not dominate. */
const MOST_PER_TASK = 8;
const PING_TIMEOUT_MS = 5_000;

/** Compute on a pool of worker threads. Obeys signal and deadline; work that nobody waits for comes last. */
export function createWorkerCompute(pool: WorkerPool, clock: Clock): Compute {
  return {
    forecast: async (ctx, requests) => {
      const toTask = (chunk: typeof requests): Task => ({ kind: 'forecast', requests: chunk });
      const results = await runInChunks(pool, clock, ctx, requests, toTask);
      return results.flatMap((result) => expectKind(result, 'forecast').outcomes);
    },
    share: async (ctx, requests) => {
      const toTask = (all: typeof requests): Task => ({ kind: 'share', requests: all });
      const [result] = await runInChunks(pool, clock, ctx, requests, toTask, requests.length);
      const shared = result && expectKind(result, 'share').shared;
      return shared && inSharedMemory(shared);
    },
    replay: async (ctx, tasks) => {
      const results = await runAll(
        pool,
        clock,
        ctx,
        tasks.map((task): Task => ({ kind: 'replay', task }))
      );
      return results.map((result) => expectKind(result, 'replay').origins);
    },
    breach: async (ctx, tasks) => {
      const toTask = (chunk: typeof tasks): Task => ({ kind: 'breach', tasks: chunk });
      const results = await runInChunks(pool, clock, ctx, tasks, toTask);
      return results.flatMap((result) => expectKind(result, 'breach').breaches);
    },
    detect: async (ctx, requests) => {
      const toTask = (chunk: typeof requests): Task => ({ kind: 'detect', requests: chunk });
      const results = await runInChunks(pool, clock, ctx, requests, toTask);
      return results.flatMap((result) => expectKind(result, 'detect').outcomes);
    },
    detectTogether: async (ctx, requests) => {
      const toTask = (chunk: typeof requests): Task => ({ kind: 'detect-together', requests: chunk });
      const results = await runInChunks(pool, clock, ctx, requests, toTask);
      return results.flatMap((result) => expectKind(result, 'detect-together').outcomes);
    },
    recommend: async (ctx, tasks) => {
      const toTask = (chunk: typeof tasks): Task => ({ kind: 'recommend', tasks: chunk });
      const results = await runInChunks(pool, clock, ctx, tasks, toTask);
      return results.flatMap((result) => expectKind(result, 'recommend').recommendations);
    },
  };
}

/**
 * Resolves when a worker answers; rejects with `overloaded` when none does until `patience` aborts, within five
 * seconds unless told, and with `internal` when workers die.
 */
export async function pingWorkers(
  pool: WorkerPool,
  patience: AbortSignal = AbortSignal.timeout(PING_TIMEOUT_MS)
): Promise<void> {
  try {
    await pool.run(patience, { kind: 'ping' }, 'probe');
  } catch (thrown) {
    if (!patience.aborted) {
      throw thrown;
    }
    throw new HeadroomError('overloaded', 'No worker answered in time: all are busy or stuck.', {
      remedy: 'Wait until the forecasts under way are done, or allow more workers.',
      cause: thrown,
    });
  }
}

function runInChunks<T>(
  pool: WorkerPool,
  clock: Clock,
  ctx: Context,
  items: readonly T[],
  toTask: (chunk: readonly T[]) => Task,
  size = evenSize(items.length, pool.size)
): Promise<TaskResult[]> {
  return runAll(pool, clock, ctx, chunksOf(items, size).map(toTask));
}

/** The first failure ends the rest, since nobody would use it. */
async function runAll(pool: WorkerPool, clock: Clock, ctx: Context, tasks: readonly Task[]): Promise<TaskResult[]> {
  const time = limitedTime(ctx, clock);
  try {
    const step = { name: 'workers', attributes: { 'headroom.tasks': tasks.length } };
    return await traced(ctx, step, (inner) =>
      Promise.all(tasks.map((task) => runTraced(pool, inner, time.signal, task)))
    );
  } catch (thrown) {
    time.abort(toHeadroomError(thrown));
    throw thrown;
  } finally {
    time.end();
  }
}

/** The step of a task begins when a worker takes it, so that a trace tells waiting and working apart. */
async function runTraced(pool: WorkerPool, ctx: Context, signal: AbortSignal, task: Task): Promise<TaskResult> {
  let span: Span | undefined;
  const begin = () => {
    span = ctx.span?.child(`model ${task.kind}`, 'internal', taskAttributes(task));
  };
  try {
    const result = await pool.run(signal, task, ctx.background === true ? 'background' : 'asked', begin);
    span?.set(resultAttributes(result));
    span?.end();
    return result;
  } catch (thrown) {
    span?.end(thrown);
    throw thrown;
  }
}

/** So many items in a task that few of them are shared by all workers, too. */
function evenSize(items: number, workers: number): number {
  return Math.max(1, Math.min(MOST_PER_TASK, Math.ceil(items / workers)));
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) {
    chunks.push(items.slice(at, at + size));
  }
  return chunks;
}

/** Weights that all workers read from one place instead of a copy with every message. */
function inSharedMemory({ groups }: SharedRidge): SharedRidge {
  const share = (values: Float64Array): Float64Array => {
    const shared = new Float64Array(new SharedArrayBuffer(values.byteLength));
    shared.set(values);
    return shared;
  };
  return {
    groups: groups.map((group) => ({
      ...group,
      fits: group.fits.map((fit) => ({ ...fit, levels: share(fit.levels), changes: share(fit.changes) })),
    })),
  };
}

function expectKind<K extends Task['kind']>(result: TaskResult, kind: K): Extract<TaskResult, { kind: K }> {
  if (result.kind !== kind) {
    throw new HeadroomError('internal', 'A worker answered another question than it was asked.');
  }
  return result as Extract<TaskResult, { kind: K }>;
}
