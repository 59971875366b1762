import { existsSync, renameSync } from 'node:fs';
import { HeadroomError } from '#contract/errors.ts';

/** SQLite's companions of a database file, which belong to it wherever it goes. */
const SUFFIXES = ['', '-wal', '-shm'];

/**
 * Renames a damaged database, which must be closed, to a name with the date, and its journals along with it so that
 * it can be examined or salvaged there.
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
  return target;
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let count = 2; existsSync(name); count += 1) {
    name = `${wanted}-${count}`;
  }
  return name;
}
