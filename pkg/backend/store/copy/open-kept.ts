import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { toHeadroomError } from '#contract/errors.ts';
import { setAside } from '../damaged-file.ts';
import { type DatabaseOptions, openDatabase } from '../open-database.ts';
import { isDamage, translateSqlError } from '../sql-errors.ts';
import { ChangeJournal } from './change-journal.ts';
import { ChangeKeeper } from './change-keeper.ts';
import { holdsNothing, keptDamage, positionOf } from './kept-tables.ts';
import { bringUpToDate, checkCopy, type CopyOptions, fill, followers, remakeCopy, replay } from './state-copy.ts';
import type { DatabaseSync } from 'node:sqlite';

/** Names of the files beside the database. */
export const COPY_FILE = 'headroom-copy.db';
export const JOURNAL_FILE = 'headroom-changes.log';

/** A database with all that was acknowledged, and what keeps it a second time. */
export interface KeptDatabase {
  readonly database: DatabaseSync;
  readonly keeper: ChangeKeeper;
  /** What is wrong with it for good, since there is no copy to mend it from. */
  readonly knownDamage: string | undefined;
  /** What was found and done, as sentences. */
  readonly notices: readonly string[];
}

/**
 * Opens the database and compares it with its copy, which is the copy file and the journal of the changes since. A
 * database that is damaged, gone, or lacks what was acknowledged is set aside and made anew from the copy; a copy that
 * is damaged or behind is made anew from the database.
 */
export function openKept(options: DatabaseOptions, directory: string): KeptDatabase {
  return new Opening(options, directory).open();
}

class Opening {
  private readonly options: DatabaseOptions;
  private readonly copy: CopyOptions;
  private readonly journal: ChangeJournal;
  private readonly notices: string[] = [];
  /** The newest sequence that copy and journal hold; looking at all of the copy is dear, so it is done once. */
  private copied: number | undefined;
  private knownDamage: string | undefined;

  constructor(options: DatabaseOptions, directory: string) {
    const { migrations, clock } = options;
    this.options = options;
    this.copy = { path: join(directory, COPY_FILE), migrations, nowMs: clock.now() };
    this.journal = new ChangeJournal(join(directory, JOURNAL_FILE));
  }

  open(): KeptDatabase {
    try {
      const wasThere = hasContent(this.options.path);
      const opened = openDatabase(this.options);
      this.notices.push(...opened.emptied.map(emptied));
      const isNew = !wasThere || opened.setAside !== undefined;
      const database = isNew ? this.startAnew(opened.database, opened.setAside) : this.compare(opened.database);
      return this.kept(database);
    } catch (thrown) {
      this.journal.close();
      throw toHeadroomError(translateSqlError(thrown));
    }
  }

  /** The database is empty, for the first time or because what was there is no use. */
  private startAnew(database: DatabaseSync, aside: string | undefined): DatabaseSync {
    this.copied = this.usableCopy(undefined);
    if (this.copied === undefined) {
      if (aside !== undefined) {
        this.notices.push(
          `The state database was damaged. It lies at "${aside}" now; Headroom started with an empty one. Restore a backup to get the old state back.`
        );
      }
      return database;
    }
    this.restore(database, aside === undefined ? 'was missing' : 'was damaged', aside);
    return database;
  }

  private compare(database: DatabaseSync): DatabaseSync {
    const own = positionOf(database);
    const isEmpty = holdsNothing(database);
    // An empty one may be what is left of one made anew, whose name went with its write-ahead log.
    const copied = this.usableCopy(isEmpty ? undefined : own.lineage);
    this.copied = copied;
    if (copied === undefined) {
      this.tellKnownDamage(database);
      return database;
    }
    if (isEmpty && copied > own.sequence) {
      return this.replace(database, 'lacked changes that had been acknowledged');
    }
    const damage = keptDamage(database);
    if (damage !== undefined) {
      return this.replace(database, `was damaged (${damage})`);
    }
    if (!this.replayMissing(database, copied)) {
      return this.replace(database, 'lacked changes that had been acknowledged');
    }
    return database;
  }

  private tellKnownDamage(database: DatabaseSync): void {
    this.knownDamage = keptDamage(database);
    if (this.knownDamage !== undefined) {
      this.notices.push(
        `The state database is damaged (${this.knownDamage}), and there is no copy to mend it from. Headroom goes on with it; restore a backup to get back what was lost.`
      );
    }
  }

  /** The newest sequence that copy and journal hold; `undefined` when there is no sound copy of the database. */
  private usableCopy(lineage: string | undefined): number | undefined {
    try {
      const position = checkCopy(this.copy);
      if (position === undefined) {
        return undefined;
      }
      if (lineage !== undefined && position.lineage !== lineage) {
        this.dropCopy('belonged to another database');
        return undefined;
      }
      const { sequence } = position;
      return sequence + followers(this.journal.records(), sequence).length;
    } catch (thrown) {
      if (!isDamage(thrown)) {
        throw thrown;
      }
      this.dropCopy('was damaged');
      return undefined;
    }
  }

  private dropCopy(why: string): void {
    const aside = setAside(this.copy.path, this.copy.nowMs);
    this.notices.push(`The copy of the state ${why}. It lies at "${aside}" now, and a new one was made.`);
  }

  /** Whether the database has all that the copy and the journal have now. */
  private replayMissing(database: DatabaseSync, copied: number): boolean {
    try {
      replay(database, this.journal.records(), 'refused');
    } catch (thrown) {
      if (!isDamage(thrown)) {
        throw thrown;
      }
      return false;
    }
    return positionOf(database).sequence >= copied;
  }

  private replace(database: DatabaseSync, why: string): DatabaseSync {
    database.close();
    const aside = setAside(this.options.path, this.copy.nowMs);
    const opened = openDatabase(this.options);
    this.restore(opened.database, why, aside);
    return opened.database;
  }

  private restore(database: DatabaseSync, why: string, aside: string | undefined): void {
    const leftOut = bringUpToDate(this.copy, this.journal.records(), 'forced');
    fill(database, this.copy.path);
    this.notices.push(restored(why, aside, leftOut));
    // Changes to a database whose damage nobody knew of may have brought it along.
    this.tellKnownDamage(database);
  }

  private kept(database: DatabaseSync): KeptDatabase {
    const keeper = new ChangeKeeper({
      database,
      databasePath: this.options.path,
      copy: this.copy,
      journal: this.journal,
      behind: this.remakeWhenBehind(positionOf(database).sequence),
      knownDamage: this.knownDamage,
    });
    return { database, keeper, knownDamage: this.knownDamage, notices: this.notices };
  }

  /** Whether it is behind still, since there is no room for it: no reason not to start. */
  private remakeWhenBehind(sequence: number): boolean {
    if (this.copied === sequence) {
      return false;
    }
    try {
      remakeCopy(this.copy, this.options.path);
      this.journal.clear();
      return false;
    } catch (thrown) {
      const { message, sentence } = translateSqlError(thrown);
      this.notices.push(`The copy of the state cannot be made: ${isDamage(thrown) ? message : sentence}`);
      return true;
    }
  }
}

function hasContent(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}

function restored(why: string, aside: string | undefined, leftOut: number): string {
  const where = aside === undefined ? '' : ` It lies at "${aside}" now.`;
  const what = leftOut === 0 ? 'All that' : 'What';
  const changes = leftOut === 1 ? '1 change did not fit and was' : `${leftOut} changes did not fit and were`;
  const missing = leftOut === 0 ? '' : ` ${changes} left out.`;
  return `The state database ${why}.${where} ${what} people stored and decided was restored from the copy that the engine keeps; forecasts and recommendations are made anew.${missing}`;
}

function emptied(damage: string): string {
  return `The state database was damaged (${damage}). That table is empty now; forecasts and recommendations are made anew.`;
}
