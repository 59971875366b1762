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
  private nextMs = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Looks, unless it has looked lately; throws damage as SQLite tells of it. */
  look(): void {
    const startMs = performance.now();
    if (startMs < this.nextMs) {
      return;
    }
    const database = new DatabaseSync(this.path, { readOnly: true });
    try {
      const damage = keptDamage(database);
      if (damage !== undefined) {
        throw damageFound(damage);
      }
    } finally {
      database.close();
      const endMs = performance.now();
      this.nextMs = endMs + Math.max(AT_LEAST_EVERY_MS, (endMs - startMs) / SHARE);
    }
  }
}
