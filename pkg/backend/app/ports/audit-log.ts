import type { Context } from '../context.ts';

/** One line of the audit log. */
export interface AuditEntry {
  readonly sequence: number;
  readonly atMs: number;
  readonly org: string;
  readonly source: string;
  readonly principal: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Append-only record of who changed what; use cases write it before they report success. */
export interface AuditLog {
  append(
    ctx: Context,
    entry: { action: string; subject: string; detail?: Readonly<Record<string, unknown>> }
  ): Promise<AuditEntry>;
  /** Entries of the context's organisation, all its data sources, newest first, `before` a sequence (exclusive). */
  list(ctx: Context, options: { before?: number; limit: number }): Promise<readonly AuditEntry[]>;
}
