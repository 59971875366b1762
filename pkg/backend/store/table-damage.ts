import type { DatabaseSync } from 'node:sqlite';

/** What is wrong with a table, also where it differs from its indexes; `undefined` when nothing is. */
export function tableDamage(database: DatabaseSync, table: string): string | undefined {
  const finding = database.prepare(`PRAGMA integrity_check("${table}")`).get()?.['integrity_check'];
  return finding === 'ok' ? undefined : `table ${table}: ${String(finding)}`;
}
