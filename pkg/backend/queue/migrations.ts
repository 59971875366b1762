/**
 * Schema of the queue's table. `due_ms` is when the next worker may take the job: the start that was asked for, or
 * the end of the present lease; it is absent once the job has finished.
 */
export const queueMigrations: readonly string[] = [
  `
  CREATE TABLE jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    org TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    run_after_ms INTEGER NOT NULL,
    due_ms INTEGER,
    finished_ms INTEGER,
    error TEXT,
    CHECK ((due_ms IS NULL) = (state IN ('done', 'failed'))),
    CHECK ((due_ms IS NULL) = (finished_ms IS NOT NULL))
  ) STRICT;
  CREATE UNIQUE INDEX jobs_active_by_key ON jobs (org, source, idempotency_key) WHERE due_ms IS NOT NULL;
  CREATE INDEX jobs_by_due ON jobs (due_ms, sequence) WHERE due_ms IS NOT NULL;
  CREATE INDEX jobs_by_scope ON jobs (org, source, sequence);
  CREATE INDEX jobs_by_age ON jobs (finished_ms) WHERE finished_ms IS NOT NULL;
  CREATE INDEX jobs_by_finish ON jobs (org, source, finished_ms, sequence) WHERE finished_ms IS NOT NULL;
  `,
];
