import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AWKWARD_KEYS, contextOf, ManualClock } from '../../app/ports/kit.contract.ts';
import { DATABASE_FILE, openStore, type Store } from '../open-store.ts';
import { verifyAudit } from '../verify-audit.ts';
import { COPY_FILE, JOURNAL_FILE } from './open-kept.ts';

const ctx = contextOf('1', 'prom');

describe('the state and its copy', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const at = (name: string) => join(directory, name);
  const open = (): Store => openStore({ directory, setting: 'STATE', clock: new ManualClock(), lockWaitMs: 0 });
  /** Leaves the files as a killed process does: closing would fold the write-ahead log into the database. */
  const crash = (store: Store) => {
    const names = readdirSync(directory).filter((name) => !name.endsWith('-shm') && !name.endsWith('.lock'));
    const left = names.map((name) => [name, readFileSync(at(name))] as const);
    store.close();
    left.forEach(([name, bytes]) => writeFileSync(at(name), bytes));
  };
  const save = async (store: Store, count: number, from = 0) => {
    for (let index = from; index < from + count; index += 1) {
      await store.documents.put(ctx, 'signals', `s${index}`, { index, text: 'x'.repeat(500) });
      await store.audit.append(ctx, { action: 'test', subject: String(index) });
    }
  };
  const flip = (name: string, find: string) => {
    const bytes = readFileSync(at(name));
    const place = bytes.lastIndexOf(find);
    expect(place).toBeGreaterThan(0);
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(at(name), bytes);
  };
  const expectAll = async (store: Store, count: number) => {
    const listed = await store.documents.list<{ index: number }>(ctx, 'signals', { limit: 1_000 });
    expect(listed.map(({ value }) => value.index).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }).map((_, i) => i)
    );
    expect(verifyAudit(directory)).toMatchObject({ entries: count, broken: undefined });
  };

  it('say nothing when both are sound, however often they are opened', async () => {
    for (let round = 0; round < 3; round += 1) {
      const store = open();
      expect(store.notices).toEqual([]);
      await save(store, 3, round * 3);
      crash(store);
    }
    const store = open();
    await expectAll(store, 9);
    store.close();
  });

  it('give back every key and deletion as they were', async () => {
    const first = open();
    for (const key of AWKWARD_KEYS) {
      await first.documents.put(ctx, 'signals', key, { key });
      await first.documents.put(ctx, 'signals', key, { key, again: true });
    }
    await first.documents.delete(ctx, 'signals', 'a');
    const before = await first.documents.list(ctx, 'signals', { limit: 100 });
    first.close();
    rmSync(at(DATABASE_FILE));
    const store = open();
    expect(store.notices).toEqual([expect.stringContaining('was missing')]);
    expect(await store.documents.list(ctx, 'signals', { limit: 100 })).toEqual(before);
    store.close();
  });

  it.each([1, 30])('survive the loss of the database after %s large changes', async (count) => {
    const first = open();
    for (let index = 0; index < count; index += 1) {
      await first.documents.put(ctx, 'signals', `s${index % 50}`, { index, text: 'x'.repeat(50_000) });
    }
    // From a megabyte on, changes go into the copy.
    expect(readFileSync(at(JOURNAL_FILE)).length).toBeLessThan(1 << 20);
    crash(first);
    writeFileSync(at(DATABASE_FILE), 'noise '.repeat(5_000));
    rmSync(at(`${DATABASE_FILE}-wal`));
    const store = open();
    const last = await store.documents.get<{ index: number }>(ctx, 'signals', `s${(count - 1) % 50}`);
    expect(last?.value.index).toBe(count - 1);
    await save(store, 1, 5_000);
    store.close();
    expect(open().notices).toEqual([]);
  });

  it.each([1, 20])('survive the loss of the write-ahead log right after a restore, %s changes on', async (count) => {
    const first = open();
    await save(first, count);
    crash(first);
    rmSync(at(DATABASE_FILE));
    rmSync(at(`${DATABASE_FILE}-wal`));
    const restored = open();
    await expectAll(restored, count);
    await save(restored, 2, count);
    crash(restored);
    rmSync(at(`${DATABASE_FILE}-wal`));
    const store = open();
    await expectAll(store, count + 2);
    store.close();
    expect(open().notices).toEqual([]);
  });

  it('fill a database that has nothing and another name, as one that was made anew and lost its log has', async () => {
    const first = open();
    await save(first, 5);
    crash(first);
    rmSync(at(`${DATABASE_FILE}-wal`));
    const renamed = new DatabaseSync(at(DATABASE_FILE));
    renamed.exec(`UPDATE state_position SET lineage = 'another'`);
    renamed.close();
    const store = open();
    expect(store.notices).toEqual([expect.stringContaining('lacked changes')]);
    await expectAll(store, 5);
    store.close();
  });

  it.each<[string, (wal: Buffer) => Buffer]>([
    ['removed', () => Buffer.of()],
    ['cut in half', (wal) => wal.subarray(0, wal.length / 2)],
    ['damaged at its start', (wal) => wal.fill(0x55, 40, 60)],
  ])('find what a write-ahead log that was %s has lost, which SQLite does not tell', async (_how, damage) => {
    const first = open();
    await save(first, 20);
    crash(first);
    const wal = at(`${DATABASE_FILE}-wal`);
    writeFileSync(wal, damage(readFileSync(wal)));
    const store = open();
    await expectAll(store, 20);
    store.close();
  });

  it('are made anew from the copy when one byte of a document or of the audit log has flipped', async () => {
    const first = open();
    await save(first, 20);
    first.close();
    for (const text of ['"text":"xx', 'test7']) {
      flip(DATABASE_FILE, text);
      const store = open();
      expect(store.notices).toEqual([expect.stringMatching(/was damaged \((document|entry|table).*restored/)]);
      await expectAll(store, 20);
      store.close();
    }
  });

  it('make the copy anew when it, or its journal, is damaged or gone', async () => {
    const first = open();
    await save(first, 20);
    first.close();
    flip(JOURNAL_FILE, 'test');
    const second = open();
    await save(second, 1, 20);
    second.close();
    writeFileSync(at(COPY_FILE), 'noise '.repeat(5_000));
    const third = open();
    expect(third.notices).toEqual([expect.stringContaining('The copy of the state was damaged')]);
    await save(third, 1, 21);
    third.close();
    rmSync(at(COPY_FILE));
    rmSync(at(JOURNAL_FILE));
    open().close();
    rmSync(at(DATABASE_FILE));
    const store = open();
    await expectAll(store, 22);
    store.close();
  });

  it('take a change that was journaled but not yet committed when the process died', async () => {
    const first = open();
    await save(first, 5);
    first.close();
    const before = readFileSync(at(DATABASE_FILE));
    const second = open();
    await save(second, 1, 5);
    second.close();
    writeFileSync(at(DATABASE_FILE), before);
    const store = open();
    expect(store.notices).toEqual([]);
    await expectAll(store, 6);
    store.close();
  });

  it('drop a change that a crash left half written in the journal', async () => {
    const first = open();
    await save(first, 5);
    first.close();
    const journal = readFileSync(at(JOURNAL_FILE));
    writeFileSync(at(JOURNAL_FILE), Buffer.concat([journal, journal.subarray(0, 100)]));
    const second = open();
    await save(second, 1, 5);
    second.close();
    rmSync(at(DATABASE_FILE));
    const store = open();
    await expectAll(store, 6);
    store.close();
  });

  it('leave a database that somebody put there from elsewhere as it is, and keep the copy of the other', async () => {
    const first = open();
    await save(first, 5);
    first.close();
    const other = mkdtempSync(join(tmpdir(), 'headroom-other-'));
    const elsewhere = openStore({ directory: other, setting: 'STATE', clock: new ManualClock() });
    await save(elsewhere, 2);
    elsewhere.close();
    copyFileSync(join(other, DATABASE_FILE), at(DATABASE_FILE));
    rmSync(other, { recursive: true });
    const store = open();
    expect(store.notices).toEqual([expect.stringContaining('belonged to another database')]);
    await expectAll(store, 2);
    store.close();
    expect(readdirSync(directory).filter((name) => name.startsWith(`${COPY_FILE}.damaged`))).toHaveLength(1);
  });

  it('keep nothing of a write that came to nothing', async () => {
    const first = open();
    await save(first, 2);
    const insert = first.database.prepare("INSERT INTO documents VALUES ('1', 'prom', 'signals', 'no', '1', 1, 1, 1)");
    await expect(
      first.database.write(() => {
        insert.run();
        throw new Error('no');
      })
    ).rejects.toThrow();
    await save(first, 1, 2);
    first.close();
    rmSync(at(DATABASE_FILE));
    const store = open();
    await expectAll(store, 3);
    store.close();
  });

  it('copy no blob', async () => {
    const store = open();
    await store.blobs.put(ctx, 'big', new Uint8Array(500_000), Number.MAX_SAFE_INTEGER);
    expect(existsSync(at(COPY_FILE)) && readFileSync(at(JOURNAL_FILE)).length).toBe(0);
    store.close();
    const copy = new DatabaseSync(at(COPY_FILE));
    expect(copy.prepare('SELECT count(*) AS n FROM blobs').get()?.['n']).toBe(0);
    copy.close();
  });
});
