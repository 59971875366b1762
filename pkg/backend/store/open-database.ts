import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../app/ports/clock.ts';
import { setAside } from './damaged-file.ts';
import { makePrivateFile } from './directory.ts';
import { migrate, type Migrations } from './migrate.ts';
import { damageFound, isDamage, translateSqlError } from './sql-errors.ts';
import { tableDamage } from './table-damage.ts';

/** How to open the database file. */
export interface DatabaseOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly migrations: Migrations;
  /** The file grows to this many bytes at most. */
  readonly maxBytes: number;
}

/** An opened database. */
export interface OpenedDatabase {
  readonly database: DatabaseSync;
  /** Where the damaged one that it replaces has gone. */
  readonly setAside: string | undefined;
  /** What was wrong with tables that were emptied, since their content can be made anew. */
  readonly emptied: readonly string[];
}

/** How long a statement waits, blocking, for a tool that holds the database. */
const BUSY_TIMEOUT_MS = 2_000;
/** Answers, models and recommendations: there is no copy of them, and they are made anew. */
const MADE_ANEW = ['blobs', 'damaged_blobs'];
/** The write-ahead log shrinks to this size after a checkpoint. */
const WAL_LIMIT_BYTES = 16_777_216;

/**
 * Opens, checks and migrates a database; the caller holds the state lock. A file that SQLite finds damaged, or that
 * is no database, is set aside and replaced by an empty one. Reading the file for the check takes time in proportion
 * to its size.
 *
 * @throws HeadroomError `conflict` for a newer schema, `internal` or `overloaded` when the disk does not play along.
 */
export function openDatabase(options: DatabaseOptions): OpenedDatabase {
  try {
    return { ...openSound(options), setAside: undefined };
  } catch (thrown) {
    if (!isDamage(thrown)) {
      throw translateSqlError(thrown);
    }
  }
  const aside = setAside(options.path, options.clock.now());
  try {
    return { ...openSound(options), setAside: aside };
  } catch (thrown) {
    throw translateSqlError(thrown);
  }
}

function openSound(options: DatabaseOptions): Pick<OpenedDatabase, 'database' | 'emptied'> {
  makePrivateFile(options.path);
  const database = new DatabaseSync(options.path, { timeout: BUSY_TIMEOUT_MS });
  try {
    configure(database, options.maxBytes);
    requireSound(database);
    migrate(database, options.migrations, options.clock.now());
    const emptied = MADE_ANEW.flatMap((table) => emptyIfBroken(database, table) ?? []);
    // The schema must not hang on the write-ahead log: without it, another one would be made.
    database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    return { database, emptied };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function configure(database: DatabaseSync, maxBytes: number): void {
  // A commit in the write-ahead log outlives a killed process at any setting, a power cut only with FULL.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA cell_size_check = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES}`);
  const page = database.prepare('PRAGMA page_size').get();
  database.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / Number(page?.['page_size']))}`);
}

/** Throws damage where SQLite finds the structure of the file damaged. */
export function requireSound(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA quick_check(1)').get();
  if (row?.['quick_check'] !== 'ok') {
    throw damageFound(`quick_check: ${String(row?.['quick_check'])}`);
  }
}

/**
 * What is wrong with a table, which is empty then; `undefined` when nothing is. Its rows cannot be trusted: when a table
 * and its index differ, either may be the damaged one.
 */
function emptyIfBroken(database: DatabaseSync, table: string): string | undefined {
  const damage = tableDamage(database, table);
  if (damage !== undefined) {
    // Without a condition this frees the pages of the table and of its indexes, and reads no entry of them.
    database.exec(`DELETE FROM "${table}"`);
  }
  return damage;
}
