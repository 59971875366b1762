import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentStore } from './document-store.ts';
import {
  type AdapterFixture,
  AWKWARD_KEYS,
  CONFUSABLE_SCOPES,
  contextOf,
  expectError,
  ManualClock,
  type StartFixture,
} from './kit.contract.ts';
import { MAX_DOCUMENT_BYTES, MAX_LIST } from './limits.ts';

const ctx = contextOf('1', 'prom');

/** What every document store must do. */
export function documentStoreContract(name: string, start: StartFixture<DocumentStore>): void {
  describe(`document store contract: ${name}`, () => {
    let clock: ManualClock;
    let fixture: AdapterFixture<DocumentStore>;
    let store: DocumentStore;
    beforeEach(async () => {
      clock = new ManualClock();
      fixture = await start(clock);
      store = fixture.adapter;
    });
    afterEach(() => fixture.cleanup());

    describe('values', () => {
      it('gives back what was put, with its version and time', async () => {
        const value = {
          text: 'Ω \u0000 😀',
          number: 0.1 + 0.2,
          tiny: 5e-324,
          list: [1, null, { deep: true }],
          empty: {},
        };
        const written = await store.put(ctx, 'signals', 'a', value);
        expect(written).toEqual({ id: 'a', value, version: 1, updatedMs: clock.now() });
        expect(await store.get(ctx, 'signals', 'a')).toEqual(written);
      });

      it.each([null, false, 0, '', []].map((value) => [value]))('keeps %j as a whole document', async (value) => {
        await store.put(ctx, 'signals', 'a', value);
        expect((await store.get(ctx, 'signals', 'a'))?.value).toEqual(value);
      });

      it('takes what JSON leaves out as left out, in the answer to the write too', async () => {
        const written = await store.put(ctx, 'signals', 'a', { gone: undefined, gap: Number.NaN, kept: 1 });
        expect(written.value).toStrictEqual({ gap: null, kept: 1 });
        expect(await store.get(ctx, 'signals', 'a')).toStrictEqual(written);
      });

      it('does not share objects with its callers', async () => {
        const value = { list: [1] };
        const written = await store.put(ctx, 'signals', 'a', value);
        value.list.push(2);
        written.value.list.push(3);
        expect((await store.get(ctx, 'signals', 'a'))?.value).toEqual({ list: [1] });
      });

      it('refuses what has no JSON form and what is too large, and keeps what was there', async () => {
        await store.put(ctx, 'signals', 'a', 'before');
        const cycle: Record<string, unknown> = {};
        cycle['self'] = cycle;
        await expectError(store.put(ctx, 'signals', 'a', undefined), 'invalid_argument');
        await expectError(store.put(ctx, 'signals', 'a', cycle), 'invalid_argument');
        await expectError(store.put(ctx, 'signals', 'a', 'é'.repeat(MAX_DOCUMENT_BYTES / 2)), 'too_large');
        await store.put(ctx, 'signals', 'b', 'x'.repeat(MAX_DOCUMENT_BYTES - 2));
        expect((await store.get(ctx, 'signals', 'a'))?.value).toBe('before');
      });
    });

    describe('keys', () => {
      it('keeps awkward ids and collections apart', async () => {
        for (const key of AWKWARD_KEYS) {
          await store.put(ctx, 'signals', key, { id: key });
          await store.put(ctx, key, 'one', { collection: key });
        }
        for (const key of AWKWARD_KEYS) {
          expect((await store.get(ctx, 'signals', key))?.value).toEqual({ id: key });
          expect((await store.get(ctx, key, 'one'))?.value).toEqual({ collection: key });
        }
        expect(await store.list(ctx, 'signals', { limit: 100 })).toHaveLength(AWKWARD_KEYS.length);
      });

      it.each(['', 'k'.repeat(513), 'half \ud800 pair'])('refuses the id or collection %j', async (key) => {
        await expectError(store.put(ctx, 'signals', key, 1), 'invalid_argument');
        await expectError(store.put(ctx, key, 'a', 1), 'invalid_argument');
        expect(await store.get(ctx, 'signals', key)).toBeUndefined();
      });
    });

    describe('scope', () => {
      it.each(
        CONFUSABLE_SCOPES.map(
          ([one, other]) => [`${one.org}|${one.source}`, `${other.org}|${other.source}`, one, other] as const
        )
      )('keeps %s and %s apart', async (_one, _other, one, other) => {
        await store.put(one, 'signals', 'a', 'one');
        expect(await store.get(other, 'signals', 'a')).toBeUndefined();
        expect(await store.list(other, 'signals', { limit: 10 })).toEqual([]);
        expect(await store.delete(other, 'signals', 'a')).toBe(false);
        expect((await store.put(other, 'signals', 'a', 'other', 0)).version).toBe(1);
        expect((await store.get(one, 'signals', 'a'))?.value).toBe('one');
      });
    });

    describe('versions', () => {
      it('grow by 1 with each write, whoever makes it', async () => {
        const versions = [];
        for (const expected of [0, 1, undefined, 3]) {
          clock.advance(10);
          versions.push((await store.put(ctx, 'signals', 'a', expected ?? null, expected)).version);
        }
        expect(versions).toEqual([1, 2, 3, 4]);
        expect((await store.get(ctx, 'signals', 'a'))?.updatedMs).toBe(clock.now());
      });

      it('start at 1 without an expectation', async () => {
        expect((await store.put(ctx, 'signals', 'a', 1)).version).toBe(1);
      });

      it.each([0, 1, 3, -1, 1.5])(
        'refuse a write for version %d when it is at 2, and change nothing',
        async (expected) => {
          await store.put(ctx, 'signals', 'a', 'first');
          const before = await store.put(ctx, 'signals', 'a', 'second');
          clock.advance(1);
          const error = await expectError(store.put(ctx, 'signals', 'a', 'late', expected), 'conflict');
          expect(error.remedy).toBeDefined();
          expect(await store.get(ctx, 'signals', 'a')).toEqual(before);
        }
      );

      it('refuse an expectation of what does not exist, and create nothing', async () => {
        await expectError(store.put(ctx, 'signals', 'a', 1, 1), 'conflict');
        expect(await store.get(ctx, 'signals', 'a')).toBeUndefined();
      });

      it('let one of many simultaneous creators win', async () => {
        const attempts = await Promise.allSettled(
          Array.from({ length: 20 }, (_, index) => store.put(ctx, 'signals', 'a', index, 0))
        );
        const winners = attempts.filter((attempt) => attempt.status === 'fulfilled');
        expect(winners).toHaveLength(1);
        expect(await store.get(ctx, 'signals', 'a')).toEqual(winners[0]?.value);
      });

      it('lose no simultaneous increment that was acknowledged', async () => {
        await store.put(ctx, 'signals', 'count', 0);
        const increment = async (): Promise<void> => {
          for (let attempt = 0; attempt < 100; attempt += 1) {
            const seen = await store.get<number>(ctx, 'signals', 'count');
            try {
              await store.put(ctx, 'signals', 'count', (seen?.value ?? 0) + 1, seen?.version ?? 0);
              return;
            } catch {
              await Promise.resolve();
            }
          }
        };
        await Promise.all(Array.from({ length: 10 }, increment));
        expect(await store.get(ctx, 'signals', 'count')).toMatchObject({ value: 10, version: 11 });
      });
    });

    describe('delete', () => {
      it('tells whether there was something, and lets the id be made anew', async () => {
        await store.put(ctx, 'signals', 'a', 1);
        expect(await store.delete(ctx, 'signals', 'a')).toBe(true);
        expect(await store.delete(ctx, 'signals', 'a')).toBe(false);
        expect(await store.get(ctx, 'signals', 'a')).toBeUndefined();
        expect((await store.put(ctx, 'signals', 'a', 2, 0)).version).toBe(1);
      });
    });

    describe('list', () => {
      it('is empty for an unknown collection', async () => {
        expect(await store.list(ctx, 'signals', { limit: 1 })).toEqual([]);
      });

      it('orders by the UTF-8 bytes of the id, whatever the order of writing', async () => {
        const ids = ['b', 'a', 'B', '10', '2', '\uffee', '\u{1f600}', 'é', 'z'];
        for (const id of ids) {
          await store.put(ctx, 'signals', id, id);
          clock.advance(-1_000);
        }
        const byBytes = [...ids].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
        const listed = await store.list<string>(ctx, 'signals', { limit: 100 });
        expect(listed.map((document) => document.id)).toEqual(byBytes);
        expect(listed.map((document) => document.value)).toEqual(byBytes);
      });

      it('starts after the given id, whether or not that exists', async () => {
        for (const id of ['a', 'b', 'c']) {
          await store.put(ctx, 'signals', id, id);
        }
        const idsAfter = async (after: string) =>
          (await store.list(ctx, 'signals', { after, limit: 10 })).map((document) => document.id);
        expect(await idsAfter('')).toEqual(['a', 'b', 'c']);
        expect(await idsAfter('a')).toEqual(['b', 'c']);
        expect(await idsAfter('aa')).toEqual(['b', 'c']);
        expect(await idsAfter('c')).toEqual([]);
      });

      it('pages without gap or repetition, also past what was deleted between two pages', async () => {
        const ids = Array.from({ length: 25 }, (_, index) => `s${String(index).padStart(2, '0')}`);
        for (const id of ids) {
          await store.put(ctx, 'signals', id, id);
        }
        const seen: string[] = [];
        let page = await store.list(ctx, 'signals', { limit: 10 });
        for (let pages = 0; page.length > 0 && pages < 5; pages += 1) {
          seen.push(...page.map((document) => document.id));
          const after = seen.at(-1) ?? '';
          await store.delete(ctx, 'signals', after);
          page = await store.list(ctx, 'signals', { after, limit: 10 });
        }
        expect(seen).toEqual(ids);
      });

      it('leaves other collections out', async () => {
        await store.put(ctx, 'signals', 'a', 1);
        await store.put(ctx, 'signals2', 'b', 2);
        const listed = await store.list(ctx, 'signals', { limit: 10 });
        expect(listed.map((document) => document.id)).toEqual(['a']);
      });

      it.each([0, -1, 1.5, MAX_LIST + 1, Number.NaN])('refuses the limit %d', async (limit) => {
        await expectError(store.list(ctx, 'signals', { limit }), 'invalid_argument');
      });
    });

    it('remembers across a restart', async () => {
      await store.put(ctx, 'signals', 'a', { kept: true });
      const before = await store.put(ctx, 'signals', 'a', { kept: 'still' });
      store = await fixture.reopen();
      expect(await store.get(ctx, 'signals', 'a')).toEqual(before);
      expect((await store.put(ctx, 'signals', 'a', 1, 2)).version).toBe(3);
    });
  });
}
