import { DatabaseSync } from 'node:sqlite';
import { keptDamage } from './copy/kept-tables.ts';
import { damageFound } from './sql-errors.ts';

const AT_LEAST_EVERY_MS = 5_000;
/** The part of the time that looking may take. */
const SHARE = 1 / 200;

/**
 * Looks for damage in a database that is in use. The connection that uses it does not see what happens to pages that it
 * has read before, so this looks through one of its own.
 */
export class DamageWatch {
  private readonly path: string;
  private readonly known: string | undefined;
  private nextMs = 0;

  /**
   * @param known damage that no start mends: what it looks like changes with what is written, so that from then on only
   *   a file that SQLite cannot read any more counts.
   */
  constructor(path: string, known: string | undefined) {
    this.path = path;
    this.known = known;
  }

  /** Looks, unless it has looked lately; throws damage as SQLite tells of it. */
  look(): void {
    const startMs = performance.now();
    if (startMs < this.nextMs) {
      return;
    }
    try {
      const damage = findDamage(this.path);
      if (damage !== undefined && this.known === undefined) {
        throw damageFound(damage);
      }
    } finally {
      const endMs = performance.now();
      this.nextMs = endMs + Math.max(AT_LEAST_EVERY_MS, (endMs - startMs) / SHARE);
    }
  }
}

/** Throws damage beside that which is `known`, as SQLite tells of it. */
export function requireUndamaged(path: string, known: string | undefined): void {
  const damage = findDamage(path);
  if (damage !== undefined && damage !== known) {
    throw damageFound(damage);
  }
}

/** Looks through a connection of its own. */
function findDamage(path: string): string | undefined {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return keptDamage(database);
  } finally {
    database.close();
  }
}
