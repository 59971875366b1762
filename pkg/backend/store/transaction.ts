import type { DatabaseSync } from 'node:sqlite';
import type { ChangeKeeper, Recording } from './copy/change-keeper.ts';

/** One transaction, with what is kept of it a second time; begins when it is made. */
export class Transaction {
  private readonly database: DatabaseSync;
  private readonly recording: Recording | undefined;
  private isOver = false;

  constructor(database: DatabaseSync, keeper: ChangeKeeper | undefined) {
    this.database = database;
    database.exec('BEGIN IMMEDIATE');
    try {
      this.recording = keeper?.begin();
    } catch (thrown) {
      this.rollBack();
      throw thrown;
    }
  }

  /** Runs a part of it: what the part wrote is gone when it throws. */
  part<T>(work: () => T): T {
    this.requireUnderWay();
    this.database.exec('SAVEPOINT part');
    try {
      const result = work();
      this.database.exec('RELEASE part');
      return result;
    } catch (thrown) {
      if (this.database.isTransaction) {
        this.database.exec('ROLLBACK TO part; RELEASE part');
      }
      throw thrown;
    }
  }

  /** All of it is on disk, even twice, or none of it when this throws. */
  commit(): void {
    try {
      this.requireUnderWay();
      this.recording?.save();
      this.database.exec('COMMIT');
    } catch (thrown) {
      this.rollBack();
      throw thrown;
    }
    this.isOver = true;
    this.recording?.done();
  }

  /** Does nothing once it is over. */
  rollBack(): void {
    if (this.isOver) {
      return;
    }
    this.isOver = true;
    // A full disk makes SQLite roll back by itself.
    if (this.database.isOpen && this.database.isTransaction) {
      this.database.exec('ROLLBACK');
    }
    this.recording?.undo();
  }

  /** What came after SQLite's own end of a transaction would be written piece by piece. */
  private requireUnderWay(): void {
    if (!this.database.isTransaction) {
      throw new Error('The transaction has been rolled back.');
    }
  }
}
