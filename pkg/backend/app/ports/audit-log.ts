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

/** The first entry of a log that does not follow from those before it. */
export interface AuditBreak {
  readonly sequence: number;
  /** When it says that it was written; `undefined` where it is missing or unreadable. */
  readonly atMs: number | undefined;
  /** Why, as part of a sentence about "it". */
  readonly reason: string;
}

/** What a check of a whole log found. */
export interface AuditVerdict {
  /** Number of entries whose chain holds, from the first on. */
  readonly entries: number;
  /** When the first and the last of them were written; `undefined` when there are none. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Hash of the last of them in hexadecimal. Noted elsewhere, it also shows that the newest entries were cut off. */
  readonly head: string;
  /** `undefined` when the log is intact. */
  readonly broken: AuditBreak | undefined;
}
