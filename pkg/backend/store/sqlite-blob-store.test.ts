import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AdapterFixture,
  contextOf,
  directoryFixture,
  expectError,
  ManualClock,
} from '../app/ports/kit.contract.ts';
import { openStore, type Store } from './open-store.ts';

const ctx = contextOf('1', 'prom');

describe('the blob store in SQLite', () => {
  let clock: ManualClock;
  let fixture: AdapterFixture<Store>;
  let store: Store;
  beforeEach(() => {
    clock = new ManualClock();
    fixture = directoryFixture(
      (directory) => openStore({ directory, setting: 'STATE_DIRECTORY', clock, blobQuotaBytes: 1_000 }),
      (opened) => opened
    );
    store = fixture.adapter;
  });
  afterEach(() => fixture.cleanup());

  const put = (key: string, size: number, as = ctx) =>
    store.blobs.put(as, key, new Uint8Array(size), clock.now() + 100);
  const rows = (sql: string) => store.database.read(() => store.database.prepare(sql).all());

  it('holds its quota for one data source, makes room by what has expired, and counts a replaced blob once', async () => {
    await put('a', 600);
    await put('a', 1_000);
    await put('a', 400);
    await put('b', 600);
    await expectError(put('c', 1), 'overloaded');
    await expectError(put('b', 601), 'overloaded');
    expect((await store.blobs.get(ctx, 'b'))?.byteLength).toBe(600);
    await put('c', 1_000, contextOf('1', 'other'));
    clock.advance(100);
    await put('c', 1_000);
  });

  it('keeps the newest few of the damaged blobs for examination', async () => {
    for (let index = 0; index < 20; index += 1) {
      await put(`k${index}`, 10);
    }
    await store.database.write(() => store.database.prepare('UPDATE blobs SET bytes = zeroblob(9)').run());
    for (let index = 0; index < 20; index += 1) {
      expect(await store.blobs.get(ctx, `k${index}`)).toBeUndefined();
    }
    const kept = await rows('SELECT key, length(bytes) AS size FROM damaged_blobs ORDER BY sequence');
    expect(kept).toHaveLength(16);
    expect(kept[0]).toMatchObject({ key: 'k4', size: 9 });
    expect(kept[15]).toMatchObject({ key: 'k19', size: 9 });
    expect(await rows('SELECT key FROM blobs')).toEqual([]);
  });

  it('tells of a damaged blob as absent even when it cannot be moved', async () => {
    const caller = contextOf('1', 'prom');
    await put('k', 10);
    const { database } = store;
    await database.write(() => database.prepare('UPDATE blobs SET bytes = zeroblob(9)').run());
    database.prepare('PRAGMA query_only = ON').run();
    expect(await store.blobs.get(caller, 'k')).toBeUndefined();
    expect(caller.logged.map(({ level }) => level)).toEqual(['error']);
  });
});
