import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type AdapterFixture,
  contextOf,
  directoryFixture,
  expectError,
  ManualClock,
} from '../app/ports/kit.contract.ts';
import { openStore, type Store } from './open-store.ts';

describe('a damaged document', () => {
  let fixture: AdapterFixture<Store>;
  let told: string[];
  beforeEach(async () => {
    told = [];
    fixture = directoryFixture(
      (directory) =>
        openStore({
          directory,
          setting: 'STATE_DIRECTORY',
          clock: new ManualClock(),
          onDamage: (kind) => told.push(kind),
        }),
      (store) => store
    );
    const { documents, database } = fixture.adapter;
    for (const id of ['a', 'b', 'c', 'd']) {
      await documents.put(contextOf('1', 'prom'), 'signals', id, { threshold: 90 });
    }
    await database.write(() =>
      database.prepare(`UPDATE documents SET value = '{"threshold":10}' WHERE id IN ('a', 'b')`).run()
    );
  });
  afterEach(() => fixture.cleanup());

  it('is an error with a remedy, never a wrong answer', async () => {
    const error = await expectError(fixture.adapter.documents.get(contextOf('1', 'prom'), 'signals', 'a'), 'internal');
    expect(error.remedy).toContain('restore a backup');
    expect(told).toEqual(['document']);
  });

  it('is left out of lists and logged, and pages are full all the same', async () => {
    const ctx = contextOf('1', 'prom');
    const damaged: string[] = [];
    const options = { limit: 1, onDamaged: (id: string) => damaged.push(id) };
    const listed = await fixture.adapter.documents.list(ctx, 'signals', options);
    expect(damaged).toEqual(['a', 'b']);
    expect(told).toEqual(['document', 'document']);
    expect(listed.map((document) => document.id)).toEqual(['c']);
    expect(ctx.logged.map(({ level }) => level)).toEqual(['error', 'error']);
  });

  it('may be saved anew or deleted', async () => {
    const ctx = contextOf('1', 'prom');
    const { documents } = fixture.adapter;
    expect((await documents.put(ctx, 'signals', 'a', { threshold: 80 }, 1)).version).toBe(2);
    expect((await documents.get(ctx, 'signals', 'a'))?.value).toEqual({ threshold: 80 });
    expect(await documents.delete(ctx, 'signals', 'b')).toBe(true);
    expect(await documents.get(ctx, 'signals', 'b')).toBeUndefined();
  });
});
