import type { Context } from '../context.ts';
import type { DocumentStore } from '../ports/document-store.ts';

const RUNS = 'recommendation-runs';
const NEWEST = 'newest';

/** How the newest run stands. */
export interface RunState {
  /** Queued (`total` 0) or under way, in containers and volumes. */
  readonly progress?: { readonly done: number; readonly total: number };
  /** Why the last one failed, and what to do. */
  readonly failure?: string;
  /** What was asked for last, so that the schedule repeats it. */
  readonly scope?: { readonly namespace: string; readonly historyMs: number; readonly stepMs: number };
  readonly nextDueMs?: number;
}

/** How the newest run stands; empty when there was none. */
export async function readRunState(ctx: Context, documents: DocumentStore): Promise<RunState> {
  return (await documents.get<RunState>(ctx, RUNS, NEWEST))?.value ?? {};
}

/** Puts the state in the place of the one before. */
export async function writeRunState(ctx: Context, documents: DocumentStore, state: RunState): Promise<void> {
  await documents.put<RunState>(ctx, RUNS, NEWEST, state);
}
