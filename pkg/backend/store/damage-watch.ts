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

  /** @param known damage that need not be told again. */
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
      requireUndamaged(this.path, this.known);
    } finally {
      const endMs = performance.now();
      this.nextMs = endMs + Math.max(AT_LEAST_EVERY_MS, (endMs - startMs) / SHARE);
    }
  }
}

/** Looks through a connection of its own; throws damage beside that which is `known`, as SQLite tells of it. */
export function requireUndamaged(path: string, known: string | undefined): void {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const damage = keptDamage(database);
    if (damage !== undefined && damage !== known) {
      throw damageFound(damage);
    }
  } finally {
    database.close();
  }
}
