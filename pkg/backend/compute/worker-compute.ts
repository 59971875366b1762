import { HeadroomError } from '#contract/errors.ts';
import type { Compute } from '../app/ports/compute.ts';
import type { WorkerPool } from './pool.ts';
import type { Task, TaskResult } from './tasks.ts';

/** Small enough to share the work evenly and to leave quickly, large enough that messages do not dominate. */
const SERIES_PER_TASK = 8;
const PING_TIMEOUT_MS = 5_000;

/** Compute on a pool of worker threads. */
export function createWorkerCompute(pool: WorkerPool): Compute {
  return {
    forecast: async (ctx, requests) => {
      const results = await inChunks(requests, (chunk) => pool.run(ctx.signal, { kind: 'forecast', requests: chunk }));
      return results.flatMap((result) => expectKind(result, 'forecast').outcomes);
    },
    breach: async (ctx, tasks) => {
      const results = await inChunks(tasks, (chunk) => pool.run(ctx.signal, { kind: 'breach', tasks: chunk }));
      return results.flatMap((result) => expectKind(result, 'breach').breaches);
    },
  };
}

/** Resolves when a worker answers within five seconds; rejects with `overloaded` or `internal` otherwise. */
export async function pingWorkers(pool: WorkerPool): Promise<void> {
  await pool.run(AbortSignal.timeout(PING_TIMEOUT_MS), { kind: 'ping' });
}

function inChunks<T>(items: readonly T[], run: (chunk: readonly T[]) => Promise<TaskResult>): Promise<TaskResult[]> {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += SERIES_PER_TASK) {
    chunks.push(items.slice(at, at + SERIES_PER_TASK));
  }
  return Promise.all(chunks.map(run));
}

function expectKind<K extends Task['kind']>(result: TaskResult, kind: K): Extract<TaskResult, { kind: K }> {
  if (result.kind !== kind) {
    throw new HeadroomError('internal', 'A worker answered another question than it was asked.');
  }
  return result as Extract<TaskResult, { kind: K }>;
}
