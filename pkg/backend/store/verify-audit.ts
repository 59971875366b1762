import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { HeadroomError } from '#contract/errors.ts';
import type { AuditBreak, AuditVerdict } from '../app/ports/audit-log.ts';
import { type AuditRow, CHAIN_START, chainHash } from './audit-chain.ts';
import { DATABASE_FILE } from './open-store.ts';
import { isDamage, translateSqlError } from './sql-errors.ts';

/** A row as it was found, which may be anything. */
type FoundRow = Readonly<Record<string, unknown>>;

const TEXTS = ['org', 'source', 'principal', 'action', 'subject', 'detail'] as const;
const CHANGED = 'it does not match its hash: it, or what it followed, was changed after it was written';

/**
 * Follows the chain through the audit log of a state directory, all organisations together. Only reads, and creates no
 * file, also while an engine uses the directory.
 *
 * @throws HeadroomError `not_found` when there is no log, `internal` or `overloaded` when it cannot be read.
 */
export function verifyAudit(directory: string): AuditVerdict {
  const path = join(directory, DATABASE_FILE);
  if (!existsSync(path)) {
    throw noLog(directory);
  }
  const atRest = !isInUse(path);
  const verdict = verifyFile(directory, path, atRest);
  // An engine that came meanwhile may have written while the file was taken for unchanging.
  return atRest && isInUse(path) ? verifyFile(directory, path, false) : verdict;
}

function isInUse(path: string): boolean {
  return existsSync(`${path}-wal`);
}

function verifyFile(directory: string, path: string, atRest: boolean): AuditVerdict {
  const url = pathToFileURL(path);
  if (atRest) {
    // SQLite would otherwise create a write-ahead log even to read, and leave it behind.
    url.searchParams.set('immutable', '1');
  }
  const database = new DatabaseSync(url, { readOnly: true, timeout: 2_000 });
  try {
    return followChain(rowsOf(database, directory));
  } catch (thrown) {
    throw translateSqlError(thrown);
  } finally {
    database.close();
  }
}

function* rowsOf(database: DatabaseSync, directory: string): Generator<FoundRow> {
  if (database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'audit_log'`).get() === undefined) {
    throw noLog(directory);
  }
  const select = database.prepare(`SELECT sequence, at_ms, ${TEXTS.join(', ')}, hash FROM audit_log ORDER BY sequence`);
  select.setReadBigInts(true);
  yield* select.iterate();
}

function followChain(rows: Iterable<FoundRow>): AuditVerdict {
  let head = CHAIN_START;
  let entries = 0;
  let firstMs: number | undefined;
  let lastMs: number | undefined;
  const verdict = (broken?: AuditBreak): AuditVerdict => ({
    entries,
    firstMs,
    lastMs,
    head: Buffer.from(head).toString('hex'),
    broken,
  });
  try {
    for (const row of rows) {
      const broken = breakOf(row, entries + 1, head);
      if (broken !== undefined) {
        return verdict(broken);
      }
      head = row['hash'] as Uint8Array;
      entries += 1;
      lastMs = Number(row['at_ms']);
      firstMs ??= lastMs;
    }
  } catch (thrown) {
    if (!isDamage(thrown)) {
      throw thrown;
    }
    return verdict({ sequence: entries + 1, atMs: undefined, reason: 'the database file is damaged there' });
  }
  return verdict();
}

/** Why a row is not the entry that follows `previous`; `undefined` when it is. */
function breakOf(row: FoundRow, expected: number, previous: Uint8Array): AuditBreak | undefined {
  const { sequence, at_ms, hash } = row;
  const atMs = timeOf(at_ms);
  if (sequence !== BigInt(expected)) {
    const reason = `it is missing: ${typeof sequence === 'bigint' ? `entry ${sequence}` : 'something else'} stands there`;
    return { sequence: expected, atMs: undefined, reason };
  }
  const isSound =
    typeof at_ms === 'bigint' &&
    hash instanceof Uint8Array &&
    TEXTS.every((name) => typeof row[name] === 'string') &&
    chainHash(previous, row as unknown as AuditRow).equals(hash);
  return isSound ? undefined : { sequence: expected, atMs, reason: CHANGED };
}

/** The time that a damaged entry claims, where it is one. */
function timeOf(value: unknown): number | undefined {
  const atMs = Number(value);
  return typeof value === 'bigint' && !Number.isNaN(new Date(atMs).getTime()) ? atMs : undefined;
}

function noLog(directory: string): HeadroomError {
  return new HeadroomError('not_found', `--state: there is no audit log in "${directory}".`, {
    field: 'state',
    remedy: 'Pass the state directory of an engine, where headroom.db lies.',
  });
}
