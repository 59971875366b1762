import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, ManualClock } from '../../app/ports/kit.contract.ts';
import { DATABASE_FILE, openStore, type Store } from '../open-store.ts';
import { COPY_FILE } from './open-kept.ts';

const ctx = contextOf('1', 'prom');

describe('a database with damage that no copy can mend', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    path = join(directory, DATABASE_FILE);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const open = (): Store => openStore({ directory, setting: 'STATE', clock: new ManualClock(), lockWaitMs: 0 });
  const idsUpTo = (count: number) =>
    Array.from({ length: count })
      .map((_, index) => `s${index}`)
      .sort();
  const save = async (store: Store, count: number, from = 0) => {
    for (let index = from; index < from + count; index += 1) {
      await store.documents.put(ctx, 'signals', `s${index}`, { index, text: 'x'.repeat(500) });
    }
  };
  /** Flips a bit of the first letter of a text, and takes the copy away. */
  const damage = (find: string, from = 0) => {
    rmSync(join(directory, COPY_FILE));
    const bytes = readFileSync(path);
    const place = bytes.indexOf(find, from);
    expect(place).toBeGreaterThan(0);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  };
  /** Where the first page of an index begins. */
  const pageOf = (index: string) => {
    const file = new DatabaseSync(path);
    const found = file.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(index);
    file.close();
    return (Number(found?.['rootpage']) - 1) * 4_096;
  };

  it('is used, which is told, instead of restarting for ever', async () => {
    const first = open();
    await save(first, 5);
    first.close();
    damage('xxxx');
    const store = open();
    expect(store.notices[0]).toContain('no copy to mend it from');
    await store.database.probe();
    await store.database.lookForDamage();
    expect(store.database.needsRestart()).toBe(false);
    store.close();
  });

  it('restarts nothing when a request meets it, and is copied without the index that is damaged', async () => {
    const first = open();
    await save(first, 50);
    first.close();
    damage('s17', pageOf('sqlite_autoindex_documents_1'));
    const store = open();
    expect(store.notices).toEqual([expect.stringContaining('no copy to mend it from')]);
    const remove = store.database.prepare("DELETE FROM documents WHERE +id = 's17'");
    const refused = await store.database.write(() => remove.run()).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'internal', remedy: expect.stringContaining('Restore a backup') as string });
    await store.database.probe();
    expect(store.database.needsRestart()).toBe(false);
    store.close();
    const next = open();
    expect(next.notices).toEqual([expect.stringContaining('restored from the copy')]);
    const listed = await next.documents.list(ctx, 'signals', { limit: 100 });
    expect(listed.map(({ id }) => id).sort()).toEqual(idsUpTo(50));
    next.close();
  });

  it('is left for a start once SQLite cannot read the file at all', async () => {
    const first = open();
    await save(first, 5);
    first.close();
    damage('xxxx');
    const store = open();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, 0, 100));
    await store.database.lookForDamage();
    expect(store.database.needsRestart()).toBe(true);
    store.close();
  });

  it('is used without a copy where none can be made', async () => {
    const first = open();
    await save(first, 20);
    first.close();
    // Two rows have the same id now.
    damage('7{"index":17');
    const store = open();
    expect(store.notices).toEqual([
      expect.stringContaining('no copy to mend it from'),
      expect.stringContaining('cannot be made'),
    ]);
    await store.database.probe();
    await save(store, 1, 20);
    expect(store.database.needsRestart()).toBe(false);
    store.close();
  });
});
