import { createHash } from 'node:crypto';

/** An entry as it is stored; `detail` is the JSON text itself, so that its form cannot drift. */
export interface AuditRow {
  readonly sequence: number | bigint;
  readonly at_ms: number | bigint;
  readonly org: string;
  readonly source: string;
  readonly principal: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

/** What the first entry follows. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

/**
 * The hash that ties an entry to all before it: SHA-256 of the previous hash and the entry's fields, each with its
 * length in front so that neighbours cannot run into one another. Changing, removing or inserting an entry breaks
 * every later hash; cutting off the newest entries does not show.
 */
export function chainHash(previous: Uint8Array, row: AuditRow): Buffer {
  const { sequence, at_ms, org, source, principal, action, subject, detail } = row;
  const fields = [String(sequence), String(at_ms), org, source, principal, action, subject, detail];
  const text = fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join('');
  return createHash('sha256').update(previous).update(text).digest();
}
