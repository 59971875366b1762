import { join } from 'node:path';
import type { AuditLog } from '../app/ports/audit-log.ts';
import type { BlobStore } from '../app/ports/blob-store.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { DocumentStore } from '../app/ports/document-store.ts';
import type { LeaseStore } from '../app/ports/lease.ts';
import type { Transactions } from '../app/ports/transactions.ts';
import { prepareDirectory, type StateLocation } from './directory.ts';
import { takeStateLock } from './lock.ts';
import type { Migrations } from './migrate.ts';
import { storeMigrations } from './migrations.ts';
import { openKept } from './copy/open-kept.ts';
import { translateSqlError } from './sql-errors.ts';
import { SqliteAuditLog } from './sqlite-audit-log.ts';
import { SqliteBlobStore } from './sqlite-blob-store.ts';
import { SqliteDocumentStore } from './sqlite-document-store.ts';
import { SqliteLeaseStore } from './sqlite-lease-store.ts';
import { StateDatabase } from './state-database.ts';

/** Name of the database file in the state directory. */
export const DATABASE_FILE = 'headroom.db';

const DEFAULT_MAX_BYTES = 8 * 1024 ** 3;
const DEFAULT_BLOB_QUOTA_BYTES = 512 * 1024 ** 2;
/** Longer than an engine needs to notice that its host is gone, and to stop. */
const DEFAULT_LOCK_WAIT_MS = 4_000;

/** Told of a stored value of that kind that is damaged. */
export type OnDamage = (kind: 'blob' | 'document') => void;

/** How to open the state. */
export interface StoreOptions extends StateLocation {
  readonly clock: Clock;
  /** Schemas of other rooms that keep tables in the same database, by room. */
  readonly migrations?: Migrations;
  /** The database grows to this many bytes at most; 8 GiB unless told. */
  readonly maxBytes?: number;
  /** Bytes of blobs that one data source of an organisation may hold; 512 MiB unless told. */
  readonly blobQuotaBytes?: number;
  /** Told of each stored value that did not match its checksum when it was read. */
  readonly onDamage?: OnDamage;
  /** How long to wait for a predecessor that is about to stop; 4 s unless told. */
  readonly lockWaitMs?: number;
}

/** The opened state: adapters over one SQLite database in one directory. */
export interface Store {
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly audit: AuditLog;
  readonly leases: LeaseStore;
  readonly transactions: Transactions;
  /** For the adapters of other rooms, and for the health check (`probe`). */
  readonly database: StateDatabase;
  /** What the operator should know about the opening, as sentences. */
  readonly notices: readonly string[];
  /** Closes the database, then gives the directory free. Calling it again does nothing. */
  close(): void;
}

/**
 * Opens the state directory for this process alone.
 *
 * @throws HeadroomError `conflict` when another engine uses the directory or a newer version wrote it, `internal` or
 * `overloaded` when the disk cannot be used. A damaged database is no error: it is set aside, and a notice tells so.
 */
export function openStore(options: StoreOptions): Store {
  const exposed = prepareDirectory(options);
  const lock = takeStateLock(options, options.lockWaitMs ?? DEFAULT_LOCK_WAIT_MS);
  let database: StateDatabase | undefined;
  try {
    const path = join(options.directory, DATABASE_FILE);
    const kept = openKept(
      {
        path,
        clock: options.clock,
        migrations: { store: storeMigrations, ...options.migrations },
        maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
      },
      options.directory
    );
    const state = new StateDatabase(kept.database, path, kept);
    database = state;
    return {
      ...adapters(state, options),
      transactions: state,
      database: state,
      notices: [...(exposed === undefined ? [] : [exposed]), ...kept.notices],
      close() {
        state.close();
        lock.release();
      },
    };
  } catch (thrown) {
    database?.close();
    lock.release();
    throw translateSqlError(thrown);
  }
}

function adapters(database: StateDatabase, options: StoreOptions) {
  const { clock, blobQuotaBytes = DEFAULT_BLOB_QUOTA_BYTES, onDamage = () => undefined } = options;
  return {
    documents: new SqliteDocumentStore(database, clock, onDamage),
    blobs: new SqliteBlobStore(database, clock, blobQuotaBytes, onDamage),
    audit: new SqliteAuditLog(database, clock),
    leases: new SqliteLeaseStore(database),
  };
}
