import { existsSync, renameSync, rmSync } from 'node:fs';
import { constants, DatabaseSync } from 'node:sqlite';
import { makePrivateFile } from '../directory.ts';
import { migrate, type Migrations } from '../migrate.ts';
import { requireSound } from '../open-database.ts';
import { damageFound } from '../sql-errors.ts';
import type { JournalRecord } from './change-journal.ts';
import { keptDamage, keptTables, type Position, positionOf } from './kept-tables.ts';

/** Where the copy lies and what its tables look like: as those of the database. */
export interface CopyOptions {
  readonly path: string;
  readonly migrations: Migrations;
  readonly nowMs: number;
}

/**
 * Opens the copy, which stands still between two calls of `bringUpToDate`.
 *
 * @throws what SQLite throws; damage as SQLite tells of it.
 */
function openCopy({ path, migrations, nowMs }: CopyOptions): DatabaseSync {
  makePrivateFile(path);
  const copy = new DatabaseSync(path);
  try {
    // One file at rest, and each commit through to the disk.
    copy.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF');
    migrate(copy, migrations, nowMs);
    return copy;
  } catch (thrown) {
    copy.close();
    throw thrown;
  }
}

/** Where the copy stands; `undefined` when there is none. Throws when any of it is damaged. */
export function checkCopy(options: CopyOptions): Position | undefined {
  if (!existsSync(options.path)) {
    return undefined;
  }
  const copy = openCopy(options);
  try {
    requireSound(copy);
    const damage = keptDamage(copy);
    if (damage !== undefined) {
      throw damageFound(damage);
    }
    return positionOf(copy);
  } finally {
    copy.close();
  }
}

/** What becomes of changes that do not fit, since they were made to a database whose damage nobody knew of yet. */
export type Misfits = 'refused' | 'left out';

/** Brings the copy up to date by the records that follow its position. Throws damage when they are to fit and do not. */
export function bringUpToDate(options: CopyOptions, records: readonly JournalRecord[], misfits: Misfits): void {
  const copy = openCopy(options);
  try {
    replay(copy, records, misfits);
  } finally {
    copy.close();
  }
}

/** Applies the records that follow the position of a database, all of them or none. */
export function replay(database: DatabaseSync, records: readonly JournalRecord[], misfits: Misfits): void {
  const { SQLITE_CHANGESET_ABORT, SQLITE_CHANGESET_OMIT } = constants;
  const onConflict = () => (misfits === 'refused' ? SQLITE_CHANGESET_ABORT : SQLITE_CHANGESET_OMIT);
  const setSequence = database.prepare('UPDATE state_position SET sequence = ?');
  const missing = followers(records, positionOf(database).sequence);
  inTransaction(database, () => {
    for (const { sequence, changes } of missing) {
      if (!database.applyChangeset(changes, { onConflict })) {
        throw damageFound(`change ${sequence} does not fit`);
      }
      setSequence.run(sequence);
    }
  });
}

/** The records that follow a position without a gap. */
export function followers(records: readonly JournalRecord[], sequence: number): readonly JournalRecord[] {
  let expected = sequence + 1;
  return records.filter((record) => record.sequence === expected && ++expected > 0);
}

/** Makes the copy anew from the database at `from`; the one before stays until the new one is whole. */
export function remakeCopy(options: CopyOptions, from: string): void {
  const path = `${options.path}.new`;
  rmSync(path, { force: true });
  const copy = openCopy({ ...options, path });
  try {
    fill(copy, from);
  } finally {
    copy.close();
  }
  renameSync(path, options.path);
}

/** Fills the kept tables of a database, which are empty, with those of another one, and takes its position. */
export function fill(database: DatabaseSync, from: string): void {
  database.prepare('ATTACH ? AS other').run(from);
  try {
    inTransaction(database, () => {
      for (const table of keptTables(database)) {
        // Without its indexes, which may be what is damaged, and in the order in which the audit log has to be filled.
        database.exec(`INSERT INTO main."${table}" SELECT * FROM other."${table}" NOT INDEXED ORDER BY rowid`);
      }
      database.exec(`
        UPDATE main.state_position
        SET (lineage, sequence) = (SELECT lineage, sequence FROM other.state_position)`);
    });
  } finally {
    database.exec('DETACH other');
  }
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (thrown) {
    if (database.isTransaction) {
      database.exec('ROLLBACK');
    }
    throw thrown;
  }
}
