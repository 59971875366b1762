import type { StatementSync } from 'node:sqlite';
import type { LeaseStore } from '../app/ports/lease.ts';
import { checkKey, LONGEST_LEASE_MS } from '../app/ports/limits.ts';
import type { StateDatabase } from './state-database.ts';

/** Leases as rows; those that have run out go with the next `acquire`. */
export class SqliteLeaseStore implements LeaseStore {
  private readonly database: StateDatabase;
  private readonly expire: StatementSync;
  private readonly take: StatementSync;
  private readonly remove: StatementSync;

  constructor(database: StateDatabase) {
    this.database = database;
    this.expire = database.prepare('DELETE FROM leases WHERE until_ms <= ?1 OR until_ms > ?1 + ?2');
    this.take = database.prepare(`
      INSERT INTO leases (name, holder, until_ms) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET until_ms = excluded.until_ms WHERE holder = excluded.holder`);
    this.remove = database.prepare('DELETE FROM leases WHERE name = ? AND holder = ?');
  }

  acquire(name: string, holder: string, nowMs: number, durationMs: number): Promise<boolean> {
    return this.database.write(() => {
      checkKey('name', name);
      checkKey('holder', holder);
      this.expire.run(nowMs, LONGEST_LEASE_MS);
      return this.take.run(name, holder, nowMs + durationMs).changes !== 0;
    });
  }

  release(name: string, holder: string): Promise<void> {
    return this.database.write(() => {
      this.remove.run(name, holder);
    });
  }
}
