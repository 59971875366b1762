import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';

/** SQLite's companions of a database file, which belong to it wherever it goes. */
const SUFFIXES = ['', '-wal', '-shm'];
/** Of each database; a failing disk would fill up with them. */
const MOST_KEPT = 3;

/**
 * Renames a damaged database, which must be closed, to a name with the date, and its journals along with it so that
 * it can be examined or salvaged there. Of those that were set aside before, the oldest go.
 *
 * @returns the new path.
 */
export function setAside(path: string, nowMs: number): string {
  const target = freeName(`${path}.damaged-${new Date(nowMs).toISOString().replace(/[:.]/g, '-')}`);
  try {
    for (const suffix of SUFFIXES.filter((each) => existsSync(path + each))) {
      renameSync(path + suffix, target + suffix);
    }
  } catch (thrown) {
    throw new HeadroomError('internal', `The state database "${path}" is damaged and cannot be set aside.`, {
      remedy: 'Make the state directory writable for the account of the engine, or move the file away.',
      cause: thrown,
    });
  }
  removeOldest(path, target);
  return target;
}

/** What cannot be removed now is tried again the next time. */
function removeOldest(path: string, newest: string): void {
  const prefix = `${basename(path)}.damaged-`;
  const mains = readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(dirname(path), name.replace(/-(wal|shm)$/, '')));
  const others = [...new Set(mains)].filter((main) => main !== newest).sort();
  try {
    others
      .slice(0, 1 - MOST_KEPT)
      .forEach((main) => SUFFIXES.forEach((suffix) => rmSync(main + suffix, { force: true })));
  } catch {
    // They are only in the way.
  }
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; existsSync(name); count += 1) {
    name = `${wanted}-${count}`;
  }
  return name;
}
