import type { DatabaseSync } from 'node:sqlite';
import { HeadroomError } from '#contract/errors.ts';
import { damageFound } from './sql-errors.ts';
import { tableDamage } from './table-damage.ts';

/**
 * The schema of each room: SQL scripts, the first being version 1. A script that has been released never changes;
 * a change of the schema is one more script.
 */
export type Migrations = Readonly<Record<string, readonly string[]>>;

/**
 * Brings every room to its latest version, each script in a transaction of its own together with its record.
 *
 * @throws damage as SQLite tells of it, and HeadroomError `conflict`, before anything is changed, when a newer version of Headroom wrote the database.
 */
export function migrate(database: DatabaseSync, migrations: Migrations, nowMs: number): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS schema_migrations (
      room TEXT NOT NULL,
      version INTEGER NOT NULL,
      applied_ms INTEGER NOT NULL,
      PRIMARY KEY (room, version)
    ) STRICT`);
  const damage = tableDamage(database, 'schema_migrations');
  if (damage !== undefined) {
    throw damageFound(damage);
  }
  const pending = Object.entries(migrations).map(([room, scripts]) => ({
    room,
    scripts,
    applied: appliedVersion(database, room),
  }));
  for (const { room, scripts, applied } of pending) {
    if (applied > scripts.length) {
      throw writtenByNewer(room, applied, scripts.length);
    }
  }
  for (const { room, scripts, applied } of pending) {
    scripts.slice(applied).forEach((script, index) => {
      apply(database, room, applied + index + 1, script, nowMs);
    });
  }
}

function appliedVersion(database: DatabaseSync, room: string): number {
  const row = database.prepare('SELECT max(version) AS version FROM schema_migrations WHERE room = ?').get(room);
  return Number(row?.['version'] ?? 0);
}

function apply(database: DatabaseSync, room: string, version: number, script: string, nowMs: number): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(script);
    database
      .prepare('INSERT INTO schema_migrations (room, version, applied_ms) VALUES (?, ?, ?)')
      .run(room, version, nowMs);
    database.exec('COMMIT');
  } catch (thrown) {
    if (database.isTransaction) {
      database.exec('ROLLBACK');
    }
    throw thrown;
  }
}

function writtenByNewer(room: string, found: number, known: number): HeadroomError {
  return new HeadroomError(
    'conflict',
    `A newer version of Headroom wrote the state database: schema ${found} of "${room}", this one knows ${known}.`,
    { remedy: 'Start that version again, or restore a backup from before the upgrade.' }
  );
}
