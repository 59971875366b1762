import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, ManualClock } from '../../app/ports/kit.contract.ts';
import { DATABASE_FILE, openStore, type Store } from '../open-store.ts';
import { ChangeJournal } from './change-journal.ts';
import { JOURNAL_FILE } from './open-kept.ts';

const ctx = contextOf('1', 'prom');

describe('changes that were made to a database whose damage nobody knew of', () => {
  let directory: string;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    const store = open();
    for (let index = 0; index < 5; index += 1) {
      await store.documents.put(ctx, 'signals', `s${index}`, { index });
      await store.audit.append(ctx, { action: 'test', subject: String(index) });
    }
    store.close();
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const open = (): Store => openStore({ directory, setting: 'STATE', clock: new ManualClock(), lockWaitMs: 0 });
  /** Journals what `change` does to `table` after the damage, and leaves a database that is of no use. */
  const journal = (table: string, damage: string, change: string) => {
    const path = join(directory, DATABASE_FILE);
    const database = new DatabaseSync(path);
    database.exec(damage);
    const session = database.createSession({ table });
    database.exec(change);
    const changes = new ChangeJournal(join(directory, JOURNAL_FILE));
    const sequence = (changes.records().at(-1)?.sequence ?? 0) + 1;
    changes.append({ sequence, changes: session.changeset() });
    changes.close();
    database.close();
    writeFileSync(path, 'noise '.repeat(5_000));
  };
  const expectIndex = async (store: Store, id: string, index: number) => {
    expect((await store.documents.get(ctx, 'signals', id))?.value).toEqual({ index });
  };
  const insertLike = (id: string, other: string) => `
    INSERT INTO documents SELECT org, source, collection, '${id}', value, version, updated_ms, crc32
    FROM documents WHERE id = '${other}';`;

  it('win over the older rows that they meet', async () => {
    // A database that does not find a document any more takes it for a new one.
    journal('documents', `DELETE FROM documents WHERE id = 's1'`, insertLike('s1', 's2'));
    const store = open();
    expect(store.notices).toEqual([expect.stringMatching(/was damaged.* All that .* was restored/)]);
    await expectIndex(store, 's0', 0);
    await expectIndex(store, 's1', 2);
    store.close();
    const again = open();
    expect(again.notices).toEqual([]);
    await expectIndex(again, 's1', 2);
    again.close();
  });

  it('win also where they change or delete a row that is another one in the copy', async () => {
    const another = `UPDATE documents SET version = 7 WHERE id = 's1' OR id = 's2'`;
    journal(
      'documents',
      another,
      `UPDATE documents SET version = 8 WHERE id = 's1'; DELETE FROM documents WHERE id = 's2'`
    );
    const store = open();
    expect((await store.documents.get(ctx, 'signals', 's1'))?.version).toBe(8);
    expect(await store.documents.get(ctx, 'signals', 's2')).toBeUndefined();
    store.close();
  });

  it('are counted where they are left out, since there is nothing that they could change', async () => {
    journal('documents', insertLike('s8', 's1') + insertLike('s9', 's2'), 'UPDATE documents SET version = version + 1');
    const store = open();
    expect(store.notices).toEqual([
      expect.stringMatching(/ What .* was restored .* 2 changes did not fit and were left/),
    ]);
    await expectIndex(store, 's1', 1);
    store.close();
  });

  it('never replace an entry of the audit log; where they break its chain, that is told and restarts nothing', async () => {
    const insert = (sequence: number) => `
      INSERT INTO audit_log SELECT ${sequence}, at_ms, org, source, principal, action, 'new', detail, hash
      FROM audit_log WHERE sequence = 1;`;
    journal(
      'audit_log',
      'DROP TRIGGER audit_log_no_delete; DELETE FROM audit_log WHERE sequence = 5',
      insert(5) + insert(6)
    );
    const store = open();
    expect(store.notices).toEqual([
      expect.stringContaining('1 change did not fit'),
      expect.stringContaining('damaged (entry 6 of the audit log)'),
    ]);
    const entries = await store.audit.list(ctx, { limit: 10 });
    expect(entries.map(({ subject }) => subject)).toEqual(['new', '4', '3', '2', '1', '0']);
    await store.database.lookForDamage();
    await store.database.probe();
    expect(store.database.needsRestart()).toBe(false);
    store.close();
  });
});
