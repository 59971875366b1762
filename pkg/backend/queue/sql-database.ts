import type { StatementSync } from 'node:sqlite';

/** What the queue needs of the opened state database: the queue's tables in it, and work that fails with our errors. */
export interface SqlDatabase {
  prepare(sql: string): StatementSync;
  /** Runs synchronous work. */
  read<T>(work: () => T): Promise<T>;
  /** Runs synchronous work as one transaction, durable once the promise resolves. */
  write<T>(work: () => T): Promise<T>;
}
