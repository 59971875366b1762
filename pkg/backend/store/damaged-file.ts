import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';

/** SQLite's companions of a database file, which belong to it wherever it goes. */
const SUFFIXES = ['', '-wal', '-shm'];

/**
 * Renames a damaged database, which must be closed, to a name with the date, and its journals along with it so that
 * it can be examined or salvaged there. A failing disk would fill up with them: of those that were set aside before, the
 * oldest and the newest stay. The oldest may be all that there ever was, and those that follow a start with nothing.
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
  removeBetween(path, target);
  return target;
}

/** What cannot be removed now is tried again the next time. */
function removeBetween(path: string, newest: string): void {
  const prefix = `${basename(path)}.damaged-`;
  try {
    const mains = readdirSync(dirname(path))
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(dirname(path), name.replace(/-(wal|shm)$/, '')));
    const others = [...new Set(mains)].filter((main) => main !== newest).sort();
    others.slice(1, -1).forEach((main) => SUFFIXES.forEach((suffix) => rmSync(main + suffix, { force: true })));
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
