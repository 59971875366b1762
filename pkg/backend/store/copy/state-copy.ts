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

/**
 * What becomes of changes that do not fit, since they were made to a database whose damage nobody knew of yet: none of
 * all changes is applied, or each wins over what it meets where it can and is left out where it cannot.
 */
export type Misfits = 'refused' | 'forced';

/** Its triggers let no row be replaced. */
const APPEND_ONLY = 'audit_log';

/**
 * Brings the copy up to date by the records that follow its position. Throws damage when they are to fit and do not.
 *
 * @returns how many changes were left out.
 */
export function bringUpToDate(options: CopyOptions, records: readonly JournalRecord[], misfits: Misfits): number {
  const copy = openCopy(options);
  try {
    return replay(copy, records, misfits);
  } finally {
    copy.close();
  }
}

/** Applies the records that follow the position of a database, all of them or none; gives how many were left out. */
export function replay(database: DatabaseSync, records: readonly JournalRecord[], misfits: Misfits): number {
  const setSequence = database.prepare('UPDATE state_position SET sequence = ?');
  const missing = followers(records, positionOf(database).sequence);
  let leftOut = 0;
  inTransaction(database, () => {
    for (const { sequence, changes } of missing) {
      leftOut += misfits === 'forced' ? force(database, changes) : applyAll(database, sequence, changes);
      setSequence.run(sequence);
    }
  });
  return leftOut;
}

/** Leaves nothing out. */
function applyAll(database: DatabaseSync, sequence: number, changes: Uint8Array): 0 {
  if (!database.applyChangeset(changes, { onConflict: () => constants.SQLITE_CHANGESET_ABORT })) {
    throw damageFound(`change ${sequence} does not fit`);
  }
  return 0;
}

/** Gives how many changes were left out. */
function force(database: DatabaseSync, changes: Uint8Array): number {
  const { SQLITE_CHANGESET_DATA, SQLITE_CHANGESET_CONFLICT, SQLITE_CHANGESET_REPLACE, SQLITE_CHANGESET_OMIT } =
    constants;
  let leftOut = 0;
  const omit = () => {
    leftOut += 1;
    return SQLITE_CHANGESET_OMIT;
  };
  database.applyChangeset(changes, {
    filter: (table) => table !== APPEND_ONLY,
    onConflict: (conflict) =>
      conflict === SQLITE_CHANGESET_DATA || conflict === SQLITE_CHANGESET_CONFLICT ? SQLITE_CHANGESET_REPLACE : omit(),
  });
  database.applyChangeset(changes, { filter: (table) => table === APPEND_ONLY, onConflict: omit });
  return leftOut;
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
