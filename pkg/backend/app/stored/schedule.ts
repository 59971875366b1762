import { RESTORE_WITHIN_MS, type StoredForecast } from '#contract/stored-forecast.ts';
import type { Context } from '../context.ts';
import { describeFailure } from '../describe-failure.ts';
import { MAX_LIST } from '../ports/limits.ts';
import type { Job } from '../ports/job-queue.ts';
import type { RefreshDeps } from '../refresh.ts';
import {
  DELETED,
  type DeletedRecord,
  type ForecastRecord,
  listRecords,
  planNewest,
  specOf,
  trainedLevels,
  USUAL_LEVELS,
} from './records.ts';
import { changeRun, deleteRun, readRun, type RunRecord } from './runs.ts';

/** The kind of job that trains a stored forecast. */
export const TRAIN_JOB = 'forecast.train';

/** What such a job carries. */
export interface TrainPayload {
  readonly forecast: string;
}

/** The kind of job that adapts the bands of a stored forecast between trainings; carries the same. */
export const ADAPT_JOB = 'forecast.adapt';

/** After a failure the next attempt comes no later than this, however long the schedule. */
const RETRY_WITHIN_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Queues a training; while one waits or runs it is that one. */
export async function enqueueTraining(ctx: Context, deps: RefreshDeps, id: string): Promise<Job> {
  const payload: TrainPayload = { forecast: id };
  const job = await deps.queue.enqueue(ctx, { kind: TRAIN_JOB, idempotencyKey: `train/${id}`, payload });
  if (job.attempts === 0) {
    await changeRun(ctx, deps.documents, id, (run) => ({ ...run, progress: run.progress ?? { done: 0, total: 0 } }));
  }
  return job;
}

/**
 * Queues a training for each stored forecast of the context's data source that is due, else an adaptation where new
 * values have come, and forgets deleted ones that can no longer be restored. Gives the number of trainings due.
 */
export async function queueDueTrainings(ctx: Context, deps: RefreshDeps): Promise<number> {
  await forgetDeleted(ctx, deps);
  let due = 0;
  for (const { id, value } of await listRecords(ctx, deps.documents)) {
    try {
      const run = await readRun(ctx, deps.documents, id);
      if (isDue(value, run, deps.forecast.clock.now())) {
        await enqueueTraining(ctx, deps, id);
        due++;
      } else if (hasNewValues(value, run, deps.forecast.clock.now())) {
        const payload: TrainPayload = { forecast: id };
        await deps.queue.enqueue(ctx, { kind: ADAPT_JOB, idempotencyKey: `adapt/${id}`, payload });
      }
    } catch (thrown) {
      ctx.log.error('cannot queue a training', { forecast: id, reason: describeFailure(thrown) });
    }
  }
  return due;
}

function isDue({ signal, spec }: ForecastRecord, run: RunRecord, nowMs: number): boolean {
  const { result } = run;
  const levels = trainedLevels(spec.query.levels ?? []);
  const answersAnother =
    result?.signal !== signal ||
    result.model !== spec.query.model ||
    !levels.every((level) => (result.levels ?? USUAL_LEVELS).includes(level));
  return run.nextDueMs <= nowMs || isOfLater(run, nowMs) || (run.state !== 'failed' && answersAnother);
}

/** Whether the last training was at a time that has not come: the clock was ahead, and has been put back. */
function isOfLater({ state, result, nextDueMs }: RunRecord, nowMs: number): boolean {
  return state === 'failed' ? nextDueMs > nowMs + RETRY_WITHIN_MS : (result?.trainedMs ?? 0) > nowMs + MINUTE_MS;
}

/** Whether a step of the grid is complete whose values have not been asked for. */
function hasNewValues(record: ForecastRecord, { result, adaptedMs = 0 }: RunRecord, nowMs: number): boolean {
  return (
    result?.signal === record.signal &&
    planNewest(specOf(record).query, nowMs).originMs > Math.max(result.originMs, adaptedMs)
  );
}

/** When a forecast that was trained from an origin is due again. */
export function nextDue({ schedule }: Pick<StoredForecast, 'schedule'>, originMs: number, stepMs: number): number {
  return originMs + intervalOf(schedule, stepMs);
}

/** When a forecast whose training failed is due again. */
export function nextAttempt({ schedule }: Pick<StoredForecast, 'schedule'>, nowMs: number, stepMs: number): number {
  return nowMs + Math.min(RETRY_WITHIN_MS, intervalOf(schedule, stepMs));
}

function intervalOf(schedule: StoredForecast['schedule'], stepMs: number): number {
  return schedule === 'auto' ? stepMs : Math.max(schedule, stepMs);
}

async function forgetDeleted(ctx: Context, { documents, forecast }: RefreshDeps): Promise<void> {
  for (const { id, value } of await documents.list<DeletedRecord>(ctx, DELETED, { limit: MAX_LIST })) {
    if (value.deletedMs + RESTORE_WITHIN_MS <= forecast.clock.now()) {
      await deleteRun(ctx, documents, id);
      await documents.delete(ctx, DELETED, id);
    }
  }
}
