import { AsyncLocalStorage } from 'node:async_hooks';
import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { HeadroomError } from '#contract/errors.ts';
import type { Transactions } from '../app/ports/transactions.ts';
import type { ChangeKeeper } from './copy/change-keeper.ts';
import type { KeptDatabase } from './copy/open-kept.ts';
import { DamageWatch } from './damage-watch.ts';
import { isDamage, translateSqlError } from './sql-errors.ts';
import { Transaction } from './transaction.ts';

/** A transaction of several pieces of work. */
interface Open {
  readonly transaction: Transaction;
  /** Resolves at its end, whichever that is. */
  readonly over: Promise<void>;
  readonly end: () => void;
}

/**
 * The opened state database as adapters use it: prepared statements, run within `read` or `write`, which turn
 * SQLite's errors into ours. All work is synchronous inside, so no two pieces of work interleave; those of one `run`
 * are one transaction, and what does not belong to it waits.
 */
export class StateDatabase implements Transactions {
  private readonly database: DatabaseSync;
  private readonly path: string | undefined;
  private readonly inode: number | undefined;
  private readonly watch: DamageWatch | undefined;
  private readonly knownDamage: string | undefined;
  private readonly keeper: ChangeKeeper | undefined;
  private readonly within = new AsyncLocalStorage<Open>();
  private open: Open | undefined;
  private damage: HeadroomError | undefined;

  /**
   * @param database migrated.
   * @param path its file, where it has one.
   * @param kept what keeps its changes a second time, and what is wrong with it for good.
   */
  constructor(database: DatabaseSync, path?: string, kept?: Pick<KeptDatabase, 'keeper' | 'knownDamage'>) {
    this.database = database;
    this.keeper = kept?.keeper;
    this.path = path;
    this.inode = path === undefined ? undefined : inodeOf(path);
    this.knownDamage = kept?.knownDamage;
    this.watch = path === undefined ? undefined : new DamageWatch(path, kept?.knownDamage);
  }

  prepare(sql: string): StatementSync {
    return this.database.prepare(sql);
  }

  /** Runs reading statements; `work` must be synchronous. Rejects with a HeadroomError. */
  read<T>(work: () => T): Promise<T> {
    return this.settle(work);
  }

  /**
   * Runs `work`, which must be synchronous, as one transaction, or as a part of the `run` that it belongs to: all of it
   * is on disk once the promise resolves, what cannot be made anew even twice, and none of it when it rejects.
   */
  write<T>(work: () => T): Promise<T> {
    return this.settle(() => this.transact(work));
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    const { open } = this;
    if (open === undefined) {
      return this.runAlone(work);
    }
    return this.within.getStore() === open ? work() : open.over.then(() => this.run(work));
  }

  /**
   * Resolves when the state can be written now, and no damage of it has come to light; rejects with what is wrong. Costs
   * one small write to disk.
   */
  async probe(): Promise<void> {
    this.requireSound();
    this.requireInPlace();
    await this.look();
    await this.write(() => {
      this.database.exec('INSERT INTO heartbeat (id, beats) VALUES (1, 1) ON CONFLICT DO UPDATE SET beats = beats + 1');
    });
    await this.settle(() => this.keeper?.probe());
  }

  /** Looks for damage that no work has met yet, for {@link needsRestart} to tell. Never rejects. */
  async lookForDamage(): Promise<void> {
    await this.look().catch(() => undefined);
  }

  /** Whether damage has come to light, or the file is gone: only a start mends that. */
  needsRestart(): boolean {
    return this.damage !== undefined || !this.isInPlace();
  }

  /** Ends all use; calling it again does nothing. Later work rejects with `internal`. */
  close(): void {
    if (this.database.isOpen) {
      this.database.close();
      this.keeper?.close();
    }
  }

  private look(): Promise<void> {
    return this.settle(() => {
      try {
        this.watch?.look();
      } catch (thrown) {
        const error = translateSqlError(thrown);
        this.damage = isDamage(error) ? error : undefined;
        throw error;
      }
    });
  }

  private settle<T>(work: () => T): Promise<T> {
    const { open } = this;
    if (open !== undefined && this.within.getStore() !== open) {
      return open.over.then(() => this.settle(work));
    }
    return new Promise((resolve) => {
      try {
        this.requireOpen();
        this.requireSound();
        resolve(work());
      } catch (thrown) {
        throw this.note(translateSqlError(thrown));
      }
    });
  }

  private transact<T>(work: () => T): T {
    if (this.open !== undefined) {
      return this.open.transaction.part(work);
    }
    const transaction = new Transaction(this.database, this.keeper);
    try {
      const result = work();
      transaction.commit();
      return result;
    } catch (thrown) {
      transaction.rollBack();
      throw thrown;
    }
  }

  private async runAlone<T>(work: () => Promise<T>): Promise<T> {
    const open = await this.settle(() => this.begin());
    try {
      const result = await this.within.run(open, work);
      this.requireSound();
      open.transaction.commit();
      return result;
    } catch (thrown) {
      open.transaction.rollBack();
      throw this.note(translateSqlError(thrown));
    } finally {
      this.open = undefined;
      open.end();
    }
  }

  private begin(): Open {
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const open = { transaction: new Transaction(this.database, this.keeper), over, end };
    this.open = open;
    return open;
  }

  /** Of damage that is known for good only the watch can say whether there is more, which a start would mend. */
  private note(error: HeadroomError): HeadroomError {
    if (!isDamage(error) || error === this.damage) {
      return error;
    }
    if (this.knownDamage !== undefined) {
      return new HeadroomError('internal', error.message, {
        remedy: 'Restore a backup: there was no copy to mend it from.',
        cause: error.cause,
      });
    }
    this.damage = error;
    return error;
  }

  /** Once something is known to be damaged, other parts may say of what is there that it is not. */
  private requireSound(): void {
    if (this.damage !== undefined) {
      throw this.damage;
    }
  }

  /** A file that was removed or replaced takes writes as before, which nobody will ever read. */
  private requireInPlace(): void {
    if (!this.isInPlace()) {
      throw new HeadroomError('internal', 'The file of the state database was removed or replaced under the engine.', {
        remedy: 'Repeat in a moment: the engine ends, and goes on with what it finds once it is started again.',
      });
    }
  }

  private isInPlace(): boolean {
    try {
      return this.path === undefined || inodeOf(this.path) === this.inode;
    } catch {
      return true; // A disk that refuses to say refuses to be written, too, and that is told.
    }
  }

  private requireOpen(): void {
    if (!this.database.isOpen) {
      throw new HeadroomError('internal', 'The state database is closed.', {
        remedy: 'Repeat once the engine has restarted.',
      });
    }
  }
}

/** `undefined` where there is no file. */
function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
