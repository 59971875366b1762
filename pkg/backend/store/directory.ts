import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { HeadroomError } from '#contract/errors.ts';

/** Where the state lies, and the setting by which an operator chose the place. */
export interface StateLocation {
  readonly directory: string;
  /** Name of the setting, for errors: an environment variable, an option or a key. */
  readonly setting: string;
}

/**
 * Makes the state directory, readable by its owner only. A directory that exists keeps its mode, since it may be
 * shared on purpose; the files in it are private all the same.
 *
 * @returns a notice when every account may write to the directory; a group may, as volumes of Kubernetes need it.
 */
export function prepareDirectory(location: StateLocation): string | undefined {
  const { directory, setting } = location;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const writableByAll = (statSync(directory).mode & 0o002) !== 0;
    return writableByAll ? `Every account may write to the state directory "${directory}" (${setting}).` : undefined;
  } catch (thrown) {
    throw new HeadroomError('internal', `The state directory "${directory}" cannot be made or entered.`, {
      field: setting,
      remedy: `Point ${setting} to a directory that the account of the engine may write to.`,
      cause: thrown,
    });
  }
}

/**
 * Makes an empty file for its owner only, or takes those rights from others on the file that is there. SQLite gives
 * a database's journals the mode of the database. An existing file is not opened: closing it would drop the POSIX
 * locks that this process holds on it.
 */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (thrown) {
    if (!isCode(thrown, 'EEXIST')) {
      throw cannotPrepare(path, thrown);
    }
    restrict(path);
  }
}

function restrict(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch (thrown) {
    throw cannotPrepare(path, thrown);
  }
}

function cannotPrepare(path: string, cause: unknown): HeadroomError {
  const code = isCode(cause, 'ENOSPC') ? 'overloaded' : 'internal';
  return new HeadroomError(code, `The state file "${path}" cannot be made or made private.`, {
    remedy: 'Check free space, permissions and ownership of the state directory.',
    cause,
  });
}

function isCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
