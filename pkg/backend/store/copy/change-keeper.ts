import type { DatabaseSync, Session, StatementSync } from 'node:sqlite';
import { toHeadroomError } from '#contract/errors.ts';
import { isDamage, translateSqlError } from '../sql-errors.ts';
import type { ChangeJournal } from './change-journal.ts';
import { keptTables } from './kept-tables.ts';
import { requireUndamaged } from '../damage-watch.ts';
import { bringUpToDate, type CopyOptions, remakeCopy } from './state-copy.ts';

/** What one transaction does to the kept tables, from its begin to its end. */
export interface Recording {
  /** Before the commit: has the changes on disk beside the database, or throws. */
  save(): void;
  /** After the commit. */
  done(): void;
  /** After a rollback, whatever came before. */
  undo(): void;
}

/** What the keeper works on. */
export interface KeeperOptions {
  readonly database: DatabaseSync;
  readonly databasePath: string;
  readonly copy: CopyOptions;
  readonly journal: ChangeJournal;
  /** Whether the copy, with the journal, misses something of the database. */
  readonly behind: boolean;
  /** What is wrong with the database for good. */
  readonly knownDamage: string | undefined;
}

/** Size of the journal from which its changes go into the copy. */
const JOURNAL_BYTES = 1 << 20;

/**
 * Keeps the tables that nobody can make anew a second time: each transaction's changes are in the journal before the
 * database commits, and from time to time go from there into the copy.
 */
export class ChangeKeeper {
  private readonly options: KeeperOptions;
  private readonly tables: readonly string[];
  private readonly advance: StatementSync;
  private behind: boolean;
  private foldAt = JOURNAL_BYTES;

  constructor(options: KeeperOptions) {
    this.options = options;
    this.tables = keptTables(options.database);
    this.advance = options.database.prepare('UPDATE state_position SET sequence = sequence + 1 RETURNING sequence');
    this.behind = options.behind;
  }

  /** Watches the transaction that has just begun. */
  begin(): Recording {
    const sessions = this.tables.map((table) => this.options.database.createSession({ table }));
    let saved = false;
    return {
      save: () => {
        saved = this.save(sessions);
      },
      done: () => {
        closeAll(sessions);
        this.fold();
      },
      undo: () => {
        closeAll(sessions);
        if (saved) {
          this.options.journal.takeBack();
        }
      },
    };
  }

  /**
   * Throws when the copy misses something and cannot be made anew, or when the journal takes nothing. Of a database that
   * is damaged for good there may never be a copy, which its opening has told.
   */
  probe(): void {
    if (this.behind && this.options.knownDamage === undefined) {
      this.remake();
    }
    this.options.journal.probe();
  }

  close(): void {
    this.options.journal.close();
  }

  /** Whether there was anything to save. */
  private save(sessions: readonly Session[]): boolean {
    const changes = Buffer.concat(sessions.map((session) => session.changeset()));
    if (changes.length === 0) {
      return false;
    }
    const sequence = Number(this.advance.get()?.['sequence']);
    this.options.journal.append({ sequence, changes });
    return true;
  }

  /** Nothing is lost when the copy cannot be written: the journal goes on, and this is tried again. */
  private fold(): void {
    const { journal, copy } = this.options;
    if (journal.bytes < this.foldAt) {
      return;
    }
    try {
      if (this.behind) {
        this.remake();
        return;
      }
      bringUpToDate(copy, journal.records(), 'refused');
      journal.clear();
      this.foldAt = JOURNAL_BYTES;
    } catch (thrown) {
      this.behind ||= isDamage(translateSqlError(thrown));
      this.foldAt = journal.bytes + JOURNAL_BYTES;
    }
  }

  private remake(): void {
    const { journal, copy, databasePath, knownDamage } = this.options;
    try {
      requireUndamaged(databasePath, knownDamage);
      remakeCopy(copy, databasePath);
    } catch (thrown) {
      throw toHeadroomError(translateSqlError(thrown));
    }
    journal.clear();
    this.behind = false;
    this.foldAt = JOURNAL_BYTES;
  }
}

function closeAll(sessions: readonly Session[]): void {
  sessions.forEach((session) => session.close());
}
