import { toHeadroomError } from '#contract/errors.ts';
import type { Context } from '../context.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { changeRun, type RunRecord, type TrainedResult } from './runs.ts';

/** An answer that is lost again and again, as with a full disk, is not trained more often than this. */
const RETRAIN_AFTER_MS = 600_000;

/** Whether the answer that should be served has been found missing. */
export function isLost({ result, lost }: Pick<RunRecord, 'result' | 'lost'>): boolean {
  return result !== undefined && result.key === lost;
}

/**
 * Notes that the answer of a training is damaged or gone, so that pages tell it and it is trained anew without waiting
 * for its schedule. Only once, and not when its time is over anyway; a store that refuses the note is logged.
 */
export async function noteLost(
  ctx: Context,
  documents: DocumentStore,
  id: string,
  run: RunRecord,
  result: TrainedResult,
  nowMs: number
): Promise<void> {
  if (nowMs >= result.endMs || run.result?.key !== result.key || isLost(run)) {
    return;
  }
  ctx.log.error('the answer of a stored forecast is damaged or lost; training it anew', { forecast: id });
  try {
    await changeRun(ctx, documents, id, (newest) =>
      newest.result?.key === result.key
        ? {
            ...newest,
            lost: result.key,
            nextDueMs: Math.min(newest.nextDueMs, result.trainedMs + RETRAIN_AFTER_MS),
          }
        : newest
    );
  } catch (thrown) {
    ctx.log.error('cannot note that a stored forecast is to be trained anew', {
      forecast: id,
      error: toHeadroomError(thrown).sentence,
    });
  }
}
