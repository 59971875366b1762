import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import type { BlobStore } from './blob-store.ts';
import {
  type AdapterFixture,
  AWKWARD_KEYS,
  CONFUSABLE_SCOPES,
  contextOf,
  expectError,
  ManualClock,
} from './kit.contract.ts';
import { MAX_BLOB_BYTES } from './limits.ts';

/** A fixture that can also do what a failing disk does. */
export interface BlobFixture extends AdapterFixture<BlobStore> {
  /** Changes one byte of a stored blob behind the adapter's back. */
  damage(ctx: Context, key: string): Promise<void>;
}

const HOUR = 3_600_000;
const ctx = contextOf('1', 'prom');

/** All 65,536 pairs of bytes: any change of encoding or order shows. */
function everyPairOfBytes(): Uint8Array {
  const bytes = new Uint8Array(131_072);
  bytes.forEach((_, index) => {
    bytes[index] = index % 2 === 0 ? (index >> 1) & 0xff : index >> 9;
  });
  return bytes;
}

function sameBytes(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && Buffer.compare(one, other) === 0;
}

/** What every blob store must do; it must hold at least 2 MiB a scope. */
export function blobStoreContract(name: string, start: (clock: ManualClock) => Promise<BlobFixture>): void {
  describe(`blob store contract: ${name}`, () => {
    let clock: ManualClock;
    let fixture: BlobFixture;
    let store: BlobStore;
    let later: number;
    beforeEach(async () => {
      clock = new ManualClock();
      later = clock.now() + HOUR;
      fixture = await start(clock);
      store = fixture.adapter;
    });
    afterEach(() => fixture.cleanup());

    describe('bytes', () => {
      it('come back exactly', async () => {
        const bytes = everyPairOfBytes();
        await store.put(ctx, 'k', bytes, later);
        const read = await store.get(ctx, 'k');
        expect(read).toBeInstanceOf(Uint8Array);
        expect(sameBytes(read, bytes)).toBe(true);
      });

      it('may be none at all, which is not absence', async () => {
        await store.put(ctx, 'k', new Uint8Array(0), later);
        expect((await store.get(ctx, 'k'))?.byteLength).toBe(0);
      });

      it('are those of the view, not of the buffer behind it', async () => {
        const view = new Uint8Array(Uint8Array.from([9, 9, 1, 2, 3, 9]).buffer, 2, 3);
        await store.put(ctx, 'k', view, later);
        expect([...((await store.get(ctx, 'k')) ?? [])]).toEqual([1, 2, 3]);
      });

      it('are a copy, both ways', async () => {
        const bytes = Uint8Array.from([1, 2, 3]);
        await store.put(ctx, 'k', bytes, later);
        bytes.fill(0);
        (await store.get(ctx, 'k'))?.fill(7);
        expect([...((await store.get(ctx, 'k')) ?? [])]).toEqual([1, 2, 3]);
      });

      it('of a later write replace the earlier ones, expiry included', async () => {
        await store.put(ctx, 'k', Uint8Array.from([1, 1, 1]), later);
        await store.put(ctx, 'k', Uint8Array.from([2]), later + HOUR);
        clock.advance(HOUR + 1);
        expect([...((await store.get(ctx, 'k')) ?? [])]).toEqual([2]);
      });

      it('are refused when too many, and what was there stays', async () => {
        await store.put(ctx, 'k', Uint8Array.from([1]), later);
        await expectError(store.put(ctx, 'k', new Uint8Array(MAX_BLOB_BYTES + 1), later), 'too_large');
        expect([...((await store.get(ctx, 'k')) ?? [])]).toEqual([1]);
      });
    });

    describe('keys and scope', () => {
      it('keeps awkward keys apart', async () => {
        for (const key of AWKWARD_KEYS) {
          await store.put(ctx, key, Buffer.from(key), later);
        }
        for (const key of AWKWARD_KEYS) {
          expect(Buffer.from((await store.get(ctx, key)) ?? []).toString()).toBe(key);
        }
      });

      it.each(['', 'k'.repeat(513), 'half \udc00 pair'])('refuses the key %j', async (key) => {
        await expectError(store.put(ctx, key, new Uint8Array(1), later), 'invalid_argument');
      });

      it.each(
        CONFUSABLE_SCOPES.map(
          ([one, other]) => [`${one.org}|${one.source}`, `${other.org}|${other.source}`, one, other] as const
        )
      )('keeps %s and %s apart', async (_one, _other, one, other) => {
        await store.put(one, 'k', Uint8Array.from([1]), later);
        expect(await store.get(other, 'k')).toBeUndefined();
        await store.put(other, 'k', Uint8Array.from([2]), later);
        await store.delete(other, 'k');
        expect([...((await store.get(one, 'k')) ?? [])]).toEqual([1]);
      });
    });

    describe('absence', () => {
      it('is undefined, and deleting it is no error', async () => {
        expect(await store.get(ctx, 'k')).toBeUndefined();
        await store.delete(ctx, 'k');
        await store.put(ctx, 'k', new Uint8Array(1), later);
        await store.delete(ctx, 'k');
        expect(await store.get(ctx, 'k')).toBeUndefined();
      });

      it('begins at the moment of expiry, swept or not', async () => {
        await store.put(ctx, 'k', new Uint8Array(1), later);
        clock.advance(HOUR - 1);
        expect(await store.get(ctx, 'k')).toBeDefined();
        clock.advance(1);
        expect(await store.get(ctx, 'k')).toBeUndefined();
      });
    });

    it('sweeps what has expired in all scopes, and nothing else', async () => {
      const other = contextOf('2', 'prom');
      await store.put(ctx, 'old', new Uint8Array(1), later);
      await store.put(other, 'old', new Uint8Array(1), later - 1);
      await store.put(ctx, 'new', new Uint8Array(1), later + 1);
      await store.put(ctx, 'for good', new Uint8Array(1), Number.MAX_SAFE_INTEGER);
      expect(await store.sweep(later)).toBe(2);
      expect(await store.sweep(later)).toBe(0);
      expect(await store.get(ctx, 'old')).toBeUndefined();
      expect(await store.get(ctx, 'new')).toBeDefined();
      expect(await store.get(ctx, 'for good')).toBeDefined();
    });

    describe('damage', () => {
      it('makes a blob absent, is told in the log, and leaves others alone', async () => {
        const caller = contextOf('1', 'prom');
        await store.put(caller, 'bad', everyPairOfBytes(), later);
        await store.put(caller, 'good', everyPairOfBytes(), later);
        await fixture.damage(caller, 'bad');
        expect(await store.get(caller, 'bad')).toBeUndefined();
        expect(caller.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
        expect(sameBytes(await store.get(caller, 'good'), everyPairOfBytes())).toBe(true);
      });

      it('is told once, and the key can be written again', async () => {
        const caller = contextOf('1', 'prom');
        await store.put(caller, 'bad', Uint8Array.from([1, 2]), later);
        await fixture.damage(caller, 'bad');
        await Promise.all([store.get(caller, 'bad'), store.get(caller, 'bad')]);
        await store.get(caller, 'bad');
        expect(caller.logged).toHaveLength(1);
        await store.put(caller, 'bad', Uint8Array.from([3]), later);
        expect([...((await store.get(caller, 'bad')) ?? [])]).toEqual([3]);
      });

      it('never takes a sound blob that was written meanwhile', async () => {
        await store.put(ctx, 'k', Uint8Array.from([1, 2]), later);
        await fixture.damage(ctx, 'k');
        await Promise.all([store.get(ctx, 'k'), store.put(ctx, 'k', Uint8Array.from([3]), later)]);
        expect([...((await store.get(ctx, 'k')) ?? [])]).toEqual([3]);
      });
    });

    it('remembers across a restart', async () => {
      await store.put(ctx, 'k', everyPairOfBytes(), later);
      store = await fixture.reopen();
      expect(sameBytes(await store.get(ctx, 'k'), everyPairOfBytes())).toBe(true);
    });
  });
}
