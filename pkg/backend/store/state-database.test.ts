import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, expectError, ManualClock } from '../app/ports/kit.contract.ts';
import { DATABASE_FILE, openStore, type Store } from './open-store.ts';
import { damageFound } from './sql-errors.ts';
import { StateDatabase } from './state-database.ts';

const ctx = contextOf('1', 'prom');

describe('StateDatabase', () => {
  let file: DatabaseSync;
  let state: StateDatabase;
  beforeEach(() => {
    file = new DatabaseSync(':memory:');
    file.exec('CREATE TABLE t (x INTEGER NOT NULL); CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, beats INTEGER)');
    state = new StateDatabase(file);
  });
  afterEach(() => {
    state.close();
  });
  const count = () => state.read(() => state.prepare('SELECT count(*) AS n FROM t').get()?.['n']);
  const insert = (value: number | null) => state.prepare('INSERT INTO t VALUES (?)').run(value);

  it('keeps all of a write or nothing, whatever broke it', async () => {
    await state.write(() => [insert(1), insert(2)]);
    await expectError(
      state.write(() => [insert(3), insert(null)]),
      'internal'
    );
    const thrown = new RangeError('own');
    await expect(
      state.write(() => {
        insert(4);
        throw thrown;
      })
    ).rejects.toMatchObject({ code: 'internal', cause: thrown });
    expect(await count()).toBe(2);
    await state.write(() => insert(5));
    expect(await count()).toBe(3);
  });

  it('writes nothing of a run whose transaction SQLite has ended by itself, as on a full disk', async () => {
    const run = state.run(async () => {
      await state.write(() => insert(1));
      await state.write(() => file.exec('ROLLBACK'));
      await state.write(() => insert(2));
    });
    await expectError(run, 'internal');
    expect(await count()).toBe(0);
    await state.write(() => insert(3));
    expect(await count()).toBe(1);
  });

  it('ends a run that the closing of the database has overtaken', async () => {
    const run = state.run(async () => {
      await state.write(() => insert(1));
      state.close();
    });
    await expectError(run, 'internal');
    await expectError(count(), 'internal');
  });

  it('keeps HeadroomErrors of the work as they are', async () => {
    const own = await expectError(
      state.read(() => {
        throw damageFound('page 3');
      }),
      'internal'
    );
    await expect(
      state.write(() => {
        throw own;
      })
    ).rejects.toBe(own);
  });

  it('reports an unwritable database by the probe, and recovers with it', async () => {
    await state.probe();
    file.exec('PRAGMA query_only = ON');
    const error = await expectError(state.probe(), 'internal');
    expect(error.remedy).toContain('writable');
    await expectError(
      state.write(() => insert(1)),
      'internal'
    );
    expect(await count()).toBe(0);
    file.exec('PRAGMA query_only = OFF');
    await state.probe();
    await state.write(() => insert(1));
  });

  it('keeps reporting damage that any work has met, until the next start', async () => {
    await expectError(
      state.read(() => {
        throw damageFound('page 3');
      }),
      'internal'
    );
    const error = await expectError(state.probe(), 'internal');
    expect(error.remedy).toContain('once it is started again');
  });
});

describe('a state file that goes away under the engine', () => {
  let directory: string;
  let store: Store;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    store = openStore({ directory, setting: 'STATE_DIRECTORY', clock: new ManualClock() });
  });
  afterEach(() => {
    store.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it.each<[string, () => void]>([
    ['removed', () => rmSync(join(directory, DATABASE_FILE))],
    [
      'replaced',
      () => {
        renameSync(join(directory, DATABASE_FILE), join(directory, 'moved'));
        copyFileSync(join(directory, 'moved'), join(directory, DATABASE_FILE));
      },
    ],
    ['removed with its directory', () => rmSync(directory, { recursive: true })],
  ])('is reported by the probe (%s)', async (_how, lose) => {
    await store.database.probe();
    lose();
    const error = await expectError(store.database.probe(), 'internal');
    expect(store.database.needsRestart()).toBe(true);
    expect(error.message).toContain('removed or replaced');
    expect(error.remedy).toContain('once it is started again');
  });

  it('is not taken for lost when the system does not say whether it is there', () => {
    renameSync(directory, `${directory}-moved`);
    symlinkSync(directory, directory);
    expect(store.database.needsRestart()).toBe(false);
    rmSync(directory);
    renameSync(`${directory}-moved`, directory);
  });
});

describe('a state file that is damaged under the engine', () => {
  let directory: string;
  let store: Store;
  const path = () => join(directory, DATABASE_FILE);
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    // What has been closed lies in the database, not in its write-ahead log.
    open();
    for (let index = 0; index < 50; index += 1) {
      await store.documents.put(ctx, 'signals', `s${index}`, 'text'.repeat(500));
    }
    store.close();
    open();
  });
  afterEach(() => {
    store.close();
    rmSync(directory, { recursive: true });
  });
  const open = () => {
    store = openStore({ directory, setting: 'STATE_DIRECTORY', clock: new ManualClock() });
  };
  const overwrite = (bytes: Buffer, at: number) => {
    const file = openSync(path(), 'r+');
    writeSync(file, bytes, 0, bytes.length, at);
    closeSync(file);
  };

  it.each<[string, () => void]>([
    ['zeros over its header', () => overwrite(Buffer.alloc(4_096), 0)],
    ['zeros over its pages', () => overwrite(Buffer.alloc(65_536), 40_960)],
    ['one letter in a document', () => overwrite(Buffer.from('x'), readFileSync(path()).lastIndexOf('text'))],
    ['cut', () => truncateSync(path(), 20_480)],
  ])('is reported by the probe, although its reader has the pages in memory (%s)', async (_how, damage) => {
    await store.documents.list(ctx, 'signals', { limit: 100 });
    expect(store.database.needsRestart()).toBe(false);
    damage();
    const error = await expectError(store.database.probe(), 'internal');
    expect(error.sentence).toMatch(/is damaged\. .* once it is started again/);
    expect(store.database.needsRestart()).toBe(true);
    await expectError(store.database.probe(), 'internal');
  });

  it('neither answers nor takes anything once the damage is known: what is there might seem not to be', async () => {
    expect((await store.documents.get(ctx, 'signals', 's1'))?.value).toBeDefined();
    const underWay = store.transactions.run(async () => {
      await store.documents.put(ctx, 'signals', 'half', 'text');
      overwrite(Buffer.from('x'), readFileSync(path()).lastIndexOf('text'));
      await expectError(store.database.probe(), 'internal');
    });
    await expectError(underWay, 'internal');
    await expectError(store.documents.get(ctx, 'signals', 's1'), 'internal');
    await expectError(store.documents.put(ctx, 'signals', 'new', 'text'), 'internal');
    store.close();
    open();
    expect(await store.documents.get(ctx, 'signals', 'half')).toBeUndefined();
  });
});

describe('a full disk', () => {
  let directory: string;
  let store: Store;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'headroom-'));
    store = openStore({ directory, setting: 'STATE_DIRECTORY', clock: new ManualClock(), maxBytes: 400_000 });
  });
  afterEach(() => {
    store.close();
    rmSync(directory, { recursive: true });
  });
  const put = (id: string) => store.documents.put(ctx, 'signals', id, 'x'.repeat(50_000));

  it('is "overloaded" with a remedy; reading goes on, and writing once there is room again', async () => {
    const written: string[] = [];
    let refused: unknown;
    while (refused === undefined) {
      const id = `s${written.length}`;
      await put(id).then(
        () => written.push(id),
        (reason: unknown) => {
          refused = reason;
        }
      );
    }
    expect(refused).toMatchObject({ code: 'overloaded', remedy: expect.stringContaining('Free space') as string });
    expect(written.length).toBeGreaterThan(2);
    const listed = await store.documents.list(ctx, 'signals', { limit: 100 });
    expect(listed.map((document) => document.id).sort()).toEqual(written.sort());
    await store.documents.delete(ctx, 'signals', written[0] ?? '');
    await put('after');
    await store.database.probe();
  });
});
