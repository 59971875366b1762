import type { Job, JobState } from '../app/ports/job-queue.ts';

/** A row of the table `jobs`, without what no caller sees. */
export interface JobRow {
  readonly id: string;
  readonly org: string;
  readonly source: string;
  readonly kind: string;
  readonly payload: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly run_after_ms: number;
  readonly error: string | null;
}

/** The columns of {@link JobRow}. */
export const JOB_COLUMNS = 'id, org, source, kind, payload, state, attempts, run_after_ms, error';

/** The job that a row stands for; its payload is `undefined` when the stored text is damaged. */
export function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    org: row.org,
    source: row.source,
    payload: parsePayload(row.payload),
    state: row.state,
    attempts: row.attempts,
    runAfterMs: row.run_after_ms,
    error: row.error ?? undefined,
  };
}

function parsePayload(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
