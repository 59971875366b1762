import type { StatementSync } from 'node:sqlite';
import type { Context } from '../app/context.ts';
import type { AuditEntry, AuditLog } from '../app/ports/audit-log.ts';
import type { Clock } from '../app/ports/clock.ts';
import { checkKey, checkListLimit, MAX_DETAIL_BYTES, toBoundedJson } from '../app/ports/limits.ts';
import { type AuditRow, CHAIN_START, chainHash } from './audit-chain.ts';
import type { StateDatabase } from './state-database.ts';

interface ChainedRow extends AuditRow {
  readonly hash: Uint8Array;
}

/** What a check of the whole log found. */
export interface AuditVerdict {
  /** Number of entries whose chain holds, from the first on. */
  readonly sound: number;
  /** Sequence of the first entry that does not follow from those before it; `undefined` when all do. */
  readonly brokenAt: number | undefined;
}

const COLUMNS = 'sequence, at_ms, org, source, principal, action, subject, detail';

/** The audit log as rows that triggers protect from change, each with the hash of all up to it. */
export class SqliteAuditLog implements AuditLog {
  private readonly database: StateDatabase;
  private readonly clock: Clock;
  private readonly latest: StatementSync;
  private readonly insert: StatementSync;
  private readonly page: StatementSync;
  private readonly all: StatementSync;

  constructor(database: StateDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
    this.latest = database.prepare('SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1');
    this.insert = database.prepare(`INSERT INTO audit_log (${COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.page = database.prepare(
      `SELECT ${COLUMNS} FROM audit_log WHERE org = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?`
    );
    this.all = database.prepare(`SELECT ${COLUMNS}, hash FROM audit_log ORDER BY sequence`);
  }

  append(
    ctx: Context,
    entry: { action: string; subject: string; detail?: Readonly<Record<string, unknown>> }
  ): Promise<AuditEntry> {
    return this.database.write(() => {
      checkKey('action', entry.action);
      checkKey('subject', entry.subject);
      const last = this.latest.get() as Pick<ChainedRow, 'sequence' | 'hash'> | undefined;
      const row: AuditRow = {
        sequence: (last?.sequence ?? 0) + 1,
        at_ms: this.clock.now(),
        org: ctx.org,
        source: ctx.source,
        principal: ctx.principal,
        action: entry.action,
        subject: entry.subject,
        detail: toBoundedJson('detail', entry.detail ?? {}, MAX_DETAIL_BYTES),
      };
      const { sequence, at_ms, org, source, principal, action, subject, detail } = row;
      const chained = chainHash(last?.hash ?? CHAIN_START, row);
      this.insert.run(sequence, at_ms, org, source, principal, action, subject, detail, chained);
      return toEntry(row);
    });
  }

  list(ctx: Context, options: { before?: number; limit: number }): Promise<readonly AuditEntry[]> {
    return this.database.read(() => {
      checkListLimit(options.limit);
      const rows = this.page.all(ctx.org, options.before ?? Number.MAX_SAFE_INTEGER, options.limit);
      return rows.map((row) => toEntry(row as unknown as AuditRow));
    });
  }

  /** Follows the chain through the log of all organisations; reads every entry. */
  verify(): Promise<AuditVerdict> {
    return this.database.read(() => {
      let previous = CHAIN_START;
      let sound = 0;
      for (const each of this.all.iterate()) {
        const row = each as unknown as ChainedRow;
        if (!chainHash(previous, row).equals(row.hash)) {
          return { sound, brokenAt: row.sequence };
        }
        previous = row.hash;
        sound += 1;
      }
      return { sound, brokenAt: undefined };
    });
  }
}

function toEntry(row: AuditRow): AuditEntry {
  const { sequence, org, source, principal, action, subject } = row;
  const detail = JSON.parse(row.detail) as Readonly<Record<string, unknown>>;
  return { sequence, atMs: row.at_ms, org, source, principal, action, subject, detail };
}
