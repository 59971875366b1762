import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { type AuditRow, CHAIN_START, chainHash } from '../audit-chain.ts';
import { tableDamage } from '../table-damage.ts';

/** Tables whose content can be made anew, is of the moment, or belongs to one file. */
const NOT_KEPT = new Set(['blobs', 'damaged_blobs', 'leases', 'heartbeat', 'schema_migrations', 'state_position']);

/** Newest entries of the audit log whose chain is followed at the start; `headroom audit verify` follows all. */
const CHAIN_CHECKED = 10_000;

/** Where a database stands among its own changes. */
export interface Position {
  /** Names the database through all its copies; another one has another. */
  readonly lineage: string;
  /** Number of transactions that changed a kept table. */
  readonly sequence: number;
}

/** The tables that are kept twice: what people stored and decided, and the jobs that they asked for. */
export function keptTables(database: DatabaseSync): readonly string[] {
  const tables = database.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`
  );
  return tables.all().flatMap(({ name }) => (NOT_KEPT.has(String(name)) ? [] : String(name)));
}

/** Whether all kept tables are empty. */
export function holdsNothing(database: DatabaseSync): boolean {
  return keptTables(database).every(
    (table) => database.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get() === undefined
  );
}

/** Where a database stands. */
export function positionOf(database: DatabaseSync): Position {
  const row = database.prepare('SELECT lineage, sequence FROM state_position').get();
  return { lineage: String(row?.['lineage']), sequence: Number(row?.['sequence']) };
}

/**
 * What is wrong with the kept tables; `undefined` when nothing is. SQLite's quick check looks at the structure of the
 * file only: this compares tables with their indexes, documents with their checksums, and follows the audit chain.
 */
export function keptDamage(database: DatabaseSync): string | undefined {
  return brokenTable(database) ?? brokenDocument(database) ?? brokenChain(database);
}

function brokenTable(database: DatabaseSync): string | undefined {
  for (const table of keptTables(database)) {
    const damage = tableDamage(database, table);
    if (damage !== undefined) {
      return damage;
    }
  }
  return undefined;
}

function brokenDocument(database: DatabaseSync): string | undefined {
  for (const row of database.prepare('SELECT collection, id, value, crc32 FROM documents').iterate()) {
    if (crc32(String(row['value'])) !== row['crc32']) {
      return `document "${String(row['id'])}" of ${String(row['collection'])}`;
    }
  }
  return undefined;
}

function brokenChain(database: DatabaseSync): string | undefined {
  const newest = Number(database.prepare('SELECT max(sequence) AS newest FROM audit_log').get()?.['newest'] ?? 0);
  const first = Math.max(1, newest - CHAIN_CHECKED + 1);
  const rows = database.prepare('SELECT * FROM audit_log WHERE sequence >= ? ORDER BY sequence');
  const before = database.prepare('SELECT hash FROM audit_log WHERE sequence = ?').get(first - 1)?.['hash'];
  let previous = (before as Uint8Array | undefined) ?? CHAIN_START;
  for (const row of rows.iterate(first)) {
    const hash = row['hash'] as Uint8Array;
    if (!chainHash(previous, row as unknown as AuditRow).equals(hash)) {
      return `entry ${String(row['sequence'])} of the audit log`;
    }
    previous = hash;
  }
  return undefined;
}
