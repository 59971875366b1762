import type { StatementSync } from 'node:sqlite';
import type { Context } from '../app/context.ts';
import type { AuditEntry, AuditLog } from '../app/ports/audit-log.ts';
import type { Clock } from '../app/ports/clock.ts';
import { checkKey, checkListLimit, MAX_DETAIL_BYTES, toBoundedJson } from '../app/ports/limits.ts';
import { type AuditRow, CHAIN_START, chainHash } from './audit-chain.ts';
import type { StateDatabase } from './state-database.ts';

interface LastRow {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

const COLUMNS = 'sequence, at_ms, org, source, principal, action, subject, detail';

/** The audit log as rows that triggers protect from change, each with the hash of all up to it. */
export class SqliteAuditLog implements AuditLog {
  private readonly database: StateDatabase;
  private readonly clock: Clock;
  private readonly latest: StatementSync;
  private readonly insert: StatementSync;
  private readonly page: StatementSync;

  constructor(database: StateDatabase, clock: Clock) {
    this.database = database;
    this.clock = clock;
    this.latest = database.prepare('SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1');
    this.insert = database.prepare(`INSERT INTO audit_log (${COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.page = database.prepare(
      `SELECT ${COLUMNS} FROM audit_log WHERE org = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?`
    );
  }

  append(
    ctx: Context,
    entry: { action: string; subject: string; detail?: Readonly<Record<string, unknown>> }
  ): Promise<AuditEntry> {
    return this.database.write(() => {
      checkKey('action', entry.action);
      checkKey('subject', entry.subject);
      const last = this.latest.get() as LastRow | undefined;
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
}

function toEntry(row: AuditRow): AuditEntry {
  const { org, source, principal, action, subject } = row;
  const detail = JSON.parse(row.detail) as Readonly<Record<string, unknown>>;
  return { sequence: Number(row.sequence), atMs: Number(row.at_ms), org, source, principal, action, subject, detail };
}
