import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HeadroomError } from '#contract/errors.ts';
import { makePrivateFile, type StateLocation } from './directory.ts';
import { isBusy, isDamage, translateSqlError } from './sql-errors.ts';

/** Name of the lock file in the state directory. */
export const LOCK_FILE = 'engine.lock';

/** The right to use a state directory, held until it is released or the process ends. */
export interface StateLock {
  release(): void;
}

/**
 * Takes the state directory for this process. The lock is SQLite's own on an empty database of its own, held by an
 * open exclusive transaction: the kernel drops it however the process ends, and tools may still read the state.
 *
 * @param waitMs how long to wait, blocking, for a predecessor that is about to stop.
 * @throws HeadroomError `conflict` when another engine holds the directory.
 */
export function takeStateLock(location: StateLocation, waitMs: number): StateLock {
  const path = join(location.directory, LOCK_FILE);
  makePrivateFile(path);
  try {
    return lockFile(path, waitMs);
  } catch (thrown) {
    throw isBusy(thrown) ? heldByAnother(location, thrown) : translateSqlError(thrown);
  }
}

function lockFile(path: string, waitMs: number): StateLock {
  try {
    return lockDatabase(path, waitMs);
  } catch (thrown) {
    if (!isDamage(thrown)) {
      throw thrown;
    }
  }
  // Something else wrote to the file. Nobody holds it, or SQLite had not come to read it, and its content is of no use.
  truncateSync(path);
  return lockDatabase(path, waitMs);
}

function lockDatabase(path: string, waitMs: number): StateLock {
  const database = new DatabaseSync(path, { timeout: waitMs });
  try {
    // No journal file: nothing is ever written.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (thrown) {
    database.close();
    throw thrown;
  }
  return {
    release() {
      if (database.isOpen) {
        database.close();
      }
    },
  };
}

function heldByAnother({ directory, setting }: StateLocation, cause: unknown): HeadroomError {
  return new HeadroomError('conflict', `Another Headroom engine uses the state directory "${directory}".`, {
    field: setting,
    remedy: `Stop the other engine, or give this one a directory of its own by ${setting}.`,
    cause,
  });
}
