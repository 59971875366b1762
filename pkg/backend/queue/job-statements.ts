import type { StatementSync } from 'node:sqlite';
import { JOB_COLUMNS } from './job-row.ts';
import type { SqlDatabase } from './sql-database.ts';

/** The queue's prepared statements; the parameters stand in the order of their question marks. */
export interface JobStatements {
  readonly active: StatementSync;
  readonly activeCount: StatementSync;
  readonly insert: StatementSync;
  readonly claim: StatementSync;
  readonly renew: StatementSync;
  readonly finish: StatementSync;
  readonly retry: StatementSync;
  readonly byId: StatementSync;
  readonly sequence: StatementSync;
  readonly newest: StatementSync;
  readonly depth: StatementSync;
  readonly oldestDue: StatementSync;
  readonly trim: StatementSync;
  readonly prune: StatementSync;
  readonly hasten: StatementSync;
}

/** A claim that has not been followed by another. */
const CLAIMED = `id = ? AND attempts = ? AND state = 'running'`;

/** Prepares the statements; the table must exist. */
export function prepareJobStatements(database: SqlDatabase): JobStatements {
  return { ...prepareChanges(database), ...prepareQueries(database) };
}

function prepareChanges(database: SqlDatabase) {
  return {
    insert: database.prepare(`
      INSERT INTO jobs (id, org, source, kind, idempotency_key, payload, state, run_after_ms, due_ms)
      VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?) RETURNING ${JOB_COLUMNS}`),
    claim: database.prepare(`
      UPDATE jobs SET state = 'running', attempts = attempts + 1, due_ms = ?
      WHERE sequence = (
        SELECT sequence FROM jobs WHERE kind IN (SELECT value FROM json_each(?)) AND due_ms <= ?
        ORDER BY due_ms, sequence LIMIT 1
      ) RETURNING ${JOB_COLUMNS}`),
    renew: database.prepare(`UPDATE jobs SET due_ms = ? WHERE ${CLAIMED}`),
    finish: database.prepare(`
      UPDATE jobs SET state = ?, due_ms = NULL, finished_ms = ?, error = ? WHERE ${CLAIMED} RETURNING org, source`),
    retry: database.prepare(
      `UPDATE jobs SET state = 'waiting', run_after_ms = ?, due_ms = ?, error = ? WHERE ${CLAIMED}`
    ),
    trim: database.prepare(`
      DELETE FROM jobs WHERE sequence IN (
        SELECT sequence FROM jobs WHERE org = ? AND source = ? AND finished_ms IS NOT NULL
        ORDER BY finished_ms DESC, sequence DESC LIMIT -1 OFFSET ?
      )`),
    prune: database.prepare('DELETE FROM jobs WHERE finished_ms <= ?'),
    hasten: database.prepare(
      'UPDATE jobs SET due_ms = ?1, run_after_ms = min(run_after_ms, ?1) WHERE due_ms > ?1 + ?2'
    ),
  };
}

function prepareQueries(database: SqlDatabase) {
  const inScope = 'FROM jobs WHERE org = ? AND source = ?';
  return {
    active: database.prepare(`SELECT ${JOB_COLUMNS} ${inScope} AND idempotency_key = ? AND due_ms IS NOT NULL`),
    // Left alone, the planner walks through the finished jobs of the scope too.
    activeCount: database.prepare(`
      SELECT count(*) AS jobs FROM jobs INDEXED BY jobs_active_by_key
      WHERE org = ? AND source = ? AND due_ms IS NOT NULL`),
    byId: database.prepare(`SELECT ${JOB_COLUMNS} ${inScope} AND id = ?`),
    sequence: database.prepare(`SELECT sequence ${inScope} AND id = ?`),
    newest: database.prepare(`SELECT ${JOB_COLUMNS} ${inScope} AND sequence < ? ORDER BY sequence DESC LIMIT ?`),
    depth: database.prepare('SELECT count(*) AS jobs FROM jobs WHERE due_ms IS NOT NULL'),
    oldestDue: database.prepare('SELECT min(due_ms) AS due_ms FROM jobs WHERE due_ms <= ?'),
  };
}
