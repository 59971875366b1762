import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, HeadroomError } from '#contract/errors.ts';
import { contextOf, ManualClock } from '../app/ports/kit.contract.ts';
import { COPY_FILE, JOURNAL_FILE } from './copy/open-kept.ts';
import { LOCK_FILE } from './lock.ts';
import { DATABASE_FILE, openStore, type Store, type StoreOptions } from './open-store.ts';

const ctx = contextOf('1', 'prom');

describe('openStore', () => {
  let root: string;
  let directory: string;
  let database: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'headroom-'));
    directory = join(root, 'deep', 'state');
    database = join(directory, DATABASE_FILE);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  const open = (more: Partial<StoreOptions> = {}): Store =>
    openStore({ directory, setting: 'STATE_DIRECTORY', clock: new ManualClock(), lockWaitMs: 0, ...more });
  const expectRefusal = (code: ErrorCode, more: Partial<StoreOptions> = {}): HeadroomError => {
    try {
      open(more).close();
    } catch (thrown) {
      expect(thrown).toMatchObject({ code });
      return thrown as HeadroomError;
    }
    throw new Error('the store was opened');
  };
  const fill = async () => {
    const store = open();
    for (let index = 0; index < 200; index += 1) {
      await store.documents.put(ctx, 'signals', `s${index}`, 'x'.repeat(1_000));
    }
    store.close();
  };
  /** Flips the last letter of a key on the first page of an index. */
  const flipIn = (index: string, key: string) => {
    const file = new DatabaseSync(database);
    const root = file.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(index)?.['rootpage'];
    file.close();
    const bytes = readFileSync(database);
    const place = bytes.indexOf(key, (Number(root) - 1) * 4_096) + key.length - 1;
    expect(Math.floor(place / 4_096) + 1).toBe(root);
    bytes[place] = (bytes[place] ?? 0) ^ 0x40;
    writeFileSync(database, bytes);
  };
  const setAsideFiles = () => readdirSync(directory).filter((name) => name.includes('.damaged-'));

  describe('files', () => {
    it('are for their owner only, journals included', async () => {
      const store = open();
      await store.documents.put(ctx, 'signals', 'a', 1);
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      const names = readdirSync(directory);
      expect(names).toEqual(expect.arrayContaining([DATABASE_FILE, `${DATABASE_FILE}-wal`, LOCK_FILE]));
      for (const name of names) {
        expect([name, statSync(join(directory, name)).mode & 0o777]).toEqual([name, 0o600]);
      }
      store.close();
    });

    it('lose rights that somebody gave to others, while a directory keeps its mode and is told of', () => {
      open().close();
      chmodSync(database, 0o644);
      chmodSync(directory, 0o777);
      const store = open();
      expect(statSync(database).mode & 0o777).toBe(0o600);
      expect(statSync(directory).mode & 0o777).toBe(0o777);
      expect(store.notices).toEqual([expect.stringContaining('STATE_DIRECTORY')]);
      store.close();
    });

    it('that stand where the directory should be are refused with the setting', () => {
      mkdirSync(root, { recursive: true });
      writeFileSync(join(root, 'deep'), '');
      const error = expectRefusal('internal');
      expect(error.field).toBe('STATE_DIRECTORY');
      expect(error.remedy).toContain('STATE_DIRECTORY');
    });

    it('that cannot be opened are refused with a remedy, and never taken for damaged', () => {
      mkdirSync(database, { recursive: true });
      expect(expectRefusal('internal').remedy).toBeDefined();
      expect(setAsideFiles()).toEqual([]);
    });

    it('of the lock may hold anything', () => {
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, LOCK_FILE), 'not a database, but rather long text'.repeat(100));
      const store = open();
      expectRefusal('conflict');
      store.close();
    });
  });

  describe('close', () => {
    it('may be called twice, and ends all use', async () => {
      const store = open();
      store.close();
      store.close();
      await expect(store.documents.get(ctx, 'signals', 'a')).rejects.toMatchObject({ code: 'internal' });
      await expect(store.database.probe()).rejects.toBeInstanceOf(HeadroomError);
    });

    it('leaves the database, its copy and the changes since, and no journal of SQLite', async () => {
      await fill();
      expect(readdirSync(directory).sort()).toEqual([LOCK_FILE, DATABASE_FILE, COPY_FILE, JOURNAL_FILE].sort());
    });
  });

  describe('a damaged database', () => {
    const damages: Record<string, (bytes: Buffer) => Buffer> = {
      'text instead of a database': () => Buffer.from('this is no database '.repeat(1_000)),
      'cut in half': (bytes) => bytes.subarray(0, Math.floor(bytes.length / 8192) * 4096),
      'cut within a page': (bytes) => bytes.subarray(0, bytes.length - 3_000),
      'cut within the header': (bytes) => bytes.subarray(0, 50),
      'zeros over the header': (bytes) => bytes.fill(0, 0, 100),
      'zeros over a page': (bytes) => bytes.fill(0, bytes.length - 8_192, bytes.length - 4_096),
      'noise over the schema': (bytes) => bytes.fill(0x5a, 100, 4_096),
      'noise over all but the schema': (bytes) => bytes.fill(0xa5, 8_192),
    };
    it.each(Object.keys(damages))('(%s) is set aside, made anew from its copy and told of', async (name) => {
      await fill();
      const broken = damages[name]?.(readFileSync(database)) ?? Buffer.of();
      writeFileSync(database, broken);
      const store = open();
      expect(setAsideFiles()).toEqual([`${DATABASE_FILE}.damaged-2025-01-01T00-00-00-000Z`]);
      expect(readFileSync(join(directory, setAsideFiles()[0] ?? '')).equals(broken)).toBe(true);
      expect(store.notices).toEqual([expect.stringContaining(setAsideFiles()[0] ?? '')]);
      expect(await store.documents.list(ctx, 'signals', { limit: 1_000 })).toHaveLength(200);
      await store.documents.put(ctx, 'signals', 'new', 1);
      store.close();
      const again = open();
      expect(again.notices).toEqual([]);
      expect(await again.documents.get(ctx, 'signals', 'new')).toBeDefined();
      again.close();
    });

    it('loses its blobs, and nothing else, when one byte of an index of them has flipped', async () => {
      const first = open();
      await first.documents.put(ctx, 'signals', 'kept', 1);
      for (let index = 0; index < 50; index += 1) {
        await first.blobs.put(ctx, `answer${index}`, new Uint8Array(2_000), 1);
      }
      first.close();
      flipIn('sqlite_autoindex_blobs_1', 'answer7');
      const store = open();
      expect(store.notices).toEqual([expect.stringMatching(/was damaged \(table blobs: .*made anew/)]);
      await store.blobs.sweep(2);
      expect(store.database.needsRestart()).toBe(false);
      expect(await store.documents.get(ctx, 'signals', 'kept')).toBeDefined();
      await store.blobs.put(ctx, 'answer7', Uint8Array.of(7), Number.MAX_SAFE_INTEGER);
      expect(await store.blobs.get(ctx, 'answer7')).toEqual(Uint8Array.of(7));
      store.close();
      expect(setAsideFiles()).toEqual([]);
      const again = open();
      expect(again.notices).toEqual([]);
      again.close();
    });

    it('is made anew when one byte of the index of its migrations has flipped, which would be run again', async () => {
      await fill();
      flipIn('sqlite_autoindex_schema_migrations_1', 'store');
      const store = open();
      expect(store.notices).toEqual([expect.stringContaining('restored from the copy')]);
      expect(await store.documents.list(ctx, 'signals', { limit: 1_000 })).toHaveLength(200);
      store.close();
    });

    it('without a copy is rebuilt empty, which is told', async () => {
      await fill();
      for (const name of [DATABASE_FILE, COPY_FILE, JOURNAL_FILE]) {
        writeFileSync(join(directory, name), 'noise '.repeat(1_000));
      }
      const store = open();
      expect(store.notices.join()).toContain('Restore a backup');
      expect(await store.documents.list(ctx, 'signals', { limit: 10 })).toEqual([]);
      store.close();
    });

    it('is kept with the oldest and the newest before it, whatever the clock says: those between go, with their journals', () => {
      const times = ['2024-06-01', '2024-06-02', '2024-06-03', '2099-01-01'];
      mkdirSync(directory, { recursive: true });
      for (const name of times.map((time) => `${database}.damaged-${time}T00-00-00-000Z`)) {
        ['', '-wal', '-shm'].forEach((suffix) => writeFileSync(name + suffix, 'old'));
      }
      const strangers = ['notes.damaged-2020', `${COPY_FILE}.damaged-2020-01-01T00-00-00-000Z`];
      strangers.forEach((name) => writeFileSync(join(directory, name), 'kept'));
      writeFileSync(database, 'noise '.repeat(1_000));
      open().close();
      const left = ['2024-06-01', '2025-01-01', '2099-01-01'].map((time) => `${DATABASE_FILE}.damaged-${time}`);
      const found = setAsideFiles().filter((name) => !strangers.includes(name));
      expect([...new Set(found.map((name) => name.replace(/T00.*$/, '')))].sort()).toEqual(left);
      expect(found).toHaveLength(7);
      expect(readdirSync(directory)).toEqual(expect.arrayContaining(strangers));
    });

    it('does not take the place of one that was set aside in the same millisecond', () => {
      for (const text of ['first', 'second'].map((word) => word.repeat(1_000))) {
        mkdirSync(directory, { recursive: true });
        writeFileSync(database, text);
        open().close();
      }
      expect(setAsideFiles().filter((name) => name.startsWith(DATABASE_FILE))).toHaveLength(2);
    });
  });

  it('has every commit on disk before it is acknowledged', async () => {
    const store = open();
    const pragma = (name: string) =>
      store.database.read(() => Object.values(store.database.prepare(`PRAGMA ${name}`).get() ?? {}));
    expect(await pragma('journal_mode')).toEqual(['wal']);
    expect(await pragma('synchronous')).toEqual([2]); // FULL
    store.close();
  });

  it('takes an empty file for a new database, not for a damaged one', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(database, '');
    const store = open();
    expect(store.notices).toEqual([]);
    store.close();
  });

  it('refuses what a newer version wrote, leaves it alone and lets go of the directory', async () => {
    await fill();
    const file = new DatabaseSync(database);
    file.exec(`INSERT INTO schema_migrations (room, version, applied_ms) VALUES ('store', 999, 0)`);
    file.close();
    const before = readFileSync(database);
    const error = expectRefusal('conflict');
    expect(error.message).toContain('999');
    expect(error.remedy).toContain('Start that version again');
    expect(readFileSync(database).equals(before)).toBe(true);
    expect(setAsideFiles()).toEqual([]);
    expect(expectRefusal('conflict').message).toContain('999');
  });

  it('refuses with "overloaded" when there is no room for even the empty tables', () => {
    expect(expectRefusal('overloaded', { maxBytes: 8_192 }).remedy).toContain('Free space');
    open().close();
  });
});
