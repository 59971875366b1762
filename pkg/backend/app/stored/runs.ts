import { toHeadroomError } from '#contract/errors.ts';
import type { StoredBreachJson, StoredTrustJson } from '#contract/stored-forecast.ts';
import type { Context } from '../context.ts';
import type { SignalFields } from '../forecast-signal.ts';
import type { DocumentStore } from '../ports/document-store.ts';

const RUNS = 'stored-forecast-runs';
/** Writers of one run are few; more conflicts than this in a row are no coincidence. */
const MOST_CONFLICTS = 10;

/** An answer that can be served. */
export interface TrainedResult {
  /** Key of the answer among the kept forecasts. */
  readonly key: string;
  readonly originMs: number;
  /** End of the forecast. */
  readonly endMs: number;
  readonly trainedMs: number;
  /** Names the signal that it answers, as in the record. */
  readonly signal: string;
  readonly model: SignalFields['model'];
  /** Identity of the source that was read. */
  readonly source: string;
  /** Coverages of its bands; absent in results from before they could be chosen: 80 and 95. */
  readonly levels?: readonly number[];
}

/** What became of the trainings of a stored forecast. */
export interface RunRecord {
  readonly state: 'pending' | 'ready' | 'failed';
  readonly reason?: string;
  readonly progress?: { readonly done: number; readonly total: number };
  readonly result?: TrainedResult;
  /** The one before, for queries whose clock is a little behind. */
  readonly previous?: TrainedResult;
  readonly nextDueMs: number;
  /** Key of the answer that was found damaged or gone. */
  readonly lost?: string;
  /** The newest step whose values the bands have been adapted to; absent: none since the training. */
  readonly adaptedMs?: number;
  readonly trust?: StoredTrustJson;
  readonly breach?: StoredBreachJson;
}

const NO_RUN: RunRecord = { state: 'pending', nextDueMs: 0 };

interface Found {
  readonly run: RunRecord;
  /** Guards the next write; `undefined`: whatever is there is damaged and may go. */
  readonly version: number | undefined;
}

/** What became of the trainings of a forecast so far. */
export async function readRun(ctx: Context, documents: DocumentStore, id: string): Promise<RunRecord> {
  return (await find(ctx, documents, id)).run;
}

/** Changes a run, however many others do so at the same time; `change` may be called more than once. */
export async function changeRun(
  ctx: Context,
  documents: DocumentStore,
  id: string,
  change: (run: RunRecord) => RunRecord
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { run, version } = await find(ctx, documents, id);
    try {
      await documents.put<RunRecord>(ctx, RUNS, id, change(run), version);
      return;
    } catch (thrown) {
      if (toHeadroomError(thrown).code !== 'conflict' || attempt === MOST_CONFLICTS) {
        throw thrown;
      }
    }
  }
}

/** Forgets the trainings of a forecast that is gone for good. */
export async function deleteRun(ctx: Context, documents: DocumentStore, id: string): Promise<void> {
  await documents.delete(ctx, RUNS, id);
}

/** A damaged run counts as none, so that the next training mends it. */
async function find(ctx: Context, documents: DocumentStore, id: string): Promise<Found> {
  try {
    const found = await documents.get<RunRecord>(ctx, RUNS, id);
    return { run: found?.value ?? NO_RUN, version: found?.version ?? 0 };
  } catch (thrown) {
    if (toHeadroomError(thrown).code !== 'internal') {
      throw thrown;
    }
    ctx.log.error('what became of a training is damaged; training anew', { forecast: id });
    return { run: NO_RUN, version: undefined };
  }
}
