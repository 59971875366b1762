import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLog } from './audit-log.ts';
import type { DocumentStore } from './document-store.ts';
import { type AdapterFixture, contextOf, expectError, ManualClock, type StartFixture } from './kit.contract.ts';
import type { Transactions } from './transactions.ts';

/** The stores that a transaction spans. */
export interface Spanned {
  readonly documents: DocumentStore;
  readonly audit: AuditLog;
  readonly transactions: Transactions;
}

/** What every adapter of {@link Transactions} must do. */
export function transactionsContract(name: string, start: StartFixture<Spanned>): void {
  describe(`transactions of ${name}`, () => {
    const ctx = contextOf('1', 'prom');
    let fixture: AdapterFixture<Spanned>;
    let stores: Spanned;
    beforeEach(async () => {
      fixture = await start(new ManualClock());
      stores = fixture.adapter;
    });
    afterEach(() => fixture.cleanup());

    const put = async (id: string, expected?: number) => {
      await stores.documents.put(ctx, 'signals', id, id, expected);
      await stores.audit.append(ctx, { action: 'test', subject: id });
    };
    const kept = async () => ({
      documents: (await stores.documents.list(ctx, 'signals', { limit: 100 })).map(({ id }) => id),
      audit: (await stores.audit.list(ctx, { limit: 100 })).map(({ subject }) => subject).sort(),
    });
    const only = (...ids: string[]) => ({ documents: ids, audit: ids });

    it('keep all of it once it resolves, with what it gives', async () => {
      const given = await stores.transactions.run(async () => {
        await put('a');
        await put('b');
        return (await kept()).documents.length;
      });
      expect(given).toBe(2);
      stores = await fixture.reopen();
      expect(await kept()).toEqual(only('a', 'b'));
    });

    it('keep nothing of it when it rejects, whichever store it wrote', async () => {
      await put('before');
      const failing = stores.transactions.run(async () => {
        await put('a');
        await stores.documents.delete(ctx, 'signals', 'before');
        await put('b', 7);
      });
      await expectError(failing, 'conflict');
      expect(await kept()).toEqual(only('before'));
      stores = await fixture.reopen();
      expect(await kept()).toEqual(only('before'));
    });

    it('give the error of the work', async () => {
      const thrown = new RangeError('own');
      const failing = stores.transactions.run(() => Promise.reject(thrown));
      await expect(failing).rejects.toMatchObject({ code: 'internal', cause: thrown });
    });

    it('keep what others write meanwhile when they reject, and show others all of it or nothing', async () => {
      let fail = (): void => undefined;
      const failing = stores.transactions.run(async () => {
        await put('a');
        await new Promise((_resolve, reject) => (fail = () => reject(new Error('late'))));
      });
      const seen = kept();
      const other = put('other');
      await new Promise((resolve) => setImmediate(resolve));
      fail();
      await expectError(failing, 'internal');
      expect((await seen).documents).not.toContain('a');
      await other;
      expect(await kept()).toEqual(only('other'));
    });

    it('come one after the other when asked for together', async () => {
      const count = async () => {
        const found = await stores.documents.get<number>(ctx, 'counts', 'n');
        await stores.documents.put(ctx, 'counts', 'n', (found?.value ?? 0) + 1);
      };
      await Promise.all(Array.from({ length: 20 }, () => stores.transactions.run(count)));
      expect((await stores.documents.get(ctx, 'counts', 'n'))?.value).toBe(20);
    });

    it('go on after a part that failed, without that part', async () => {
      await stores.transactions.run(async () => {
        await put('a');
        await expectError(put('b', 7), 'conflict');
        await put('c');
      });
      expect(await kept()).toEqual(only('a', 'c'));
    });

    it('are one with a transaction within', async () => {
      const failing = stores.transactions.run(async () => {
        await stores.transactions.run(() => put('a'));
        throw new Error('after the inner one');
      });
      await expectError(failing, 'internal');
      expect(await kept()).toEqual(only());
    });
  });
}
