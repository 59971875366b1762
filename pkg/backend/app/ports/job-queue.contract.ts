import { describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { ctx, LEASE, LIMITS, QueueBench, type StartQueue } from './job-queue-bench.contract.ts';
import { jobLifeContract } from './job-queue-life.contract.ts';
import { AWKWARD_KEYS, CONFUSABLE_SCOPES, contextOf, expectError } from './kit.contract.ts';
import { MAX_DETAIL_BYTES, LONGEST_WAIT_MS, MAX_LIST } from './limits.ts';

/** What every job queue must do. */
export function jobQueueContract(name: string, start: StartQueue): void {
  describe(`job queue contract: ${name}`, () => {
    const bench = new QueueBench(start);
    jobLifeContract(bench);

    describe('enqueue', () => {
      it('gives a waiting job that is due at once, payload unchanged', async () => {
        const payload = { text: 'Ω😀', list: [1, null, 0.1 + 0.2] };
        const job = await bench.add('a', { payload });
        expect(job).toMatchObject({ kind: 'fit', org: '1', source: 'prom', payload, state: 'waiting', attempts: 0 });
        expect(job).toMatchObject({ runAfterMs: bench.clock.now(), error: undefined });
        expect(await bench.queue.get(ctx, job.id)).toEqual(job);
      });

      it('refuses payloads without JSON form or too large, and empty names', async () => {
        await expectError(bench.add('a', { payload: undefined }), 'invalid_argument');
        await expectError(bench.add('a', { payload: 'x'.repeat(MAX_DETAIL_BYTES) }), 'too_large');
        await expectError(bench.add(''), 'invalid_argument');
        await expectError(bench.add('a', { kind: '' }), 'invalid_argument');
        expect(await bench.queue.depth()).toBe(0);
      });

      it('refuses more active jobs than the limit in one scope, and takes them elsewhere', async () => {
        for (let index = 0; index < LIMITS.maxActive; index += 1) {
          await bench.add(`k${index}`);
        }
        await expectError(bench.add('one more'), 'overloaded');
        expect((await bench.add('k0')).state).toBe('waiting');
        await bench.add('one more', { as: contextOf('2', 'prom') });
        await bench.queue.complete(await bench.taken());
        await bench.add('one more');
        expect(await bench.queue.depth()).toBe(LIMITS.maxActive + 1);
      });
    });

    describe('idempotency key', () => {
      it('gives the same job while it waits and while it runs, first request in force', async () => {
        const first = await bench.add('a', { payload: 1 });
        expect(await bench.add('a', { payload: 2, runAfterMs: bench.clock.now() + LEASE })).toEqual(first);
        await bench.taken();
        const again = await bench.add('a');
        expect(again).toMatchObject({ id: first.id, state: 'running', payload: 1 });
        expect(await bench.queue.depth()).toBe(1);
      });

      it('tells how long the longest has been due', async () => {
        expect(await bench.queue.longestDue(bench.clock.now())).toBe(0);
        await bench.add('later', { runAfterMs: bench.clock.now() + LEASE });
        expect(await bench.queue.longestDue(bench.clock.now())).toBe(0);
        await bench.add('now');
        bench.clock.advance(7_000);
        expect(await bench.queue.longestDue(bench.clock.now())).toBe(7_000);
        await bench.taken();
        expect(await bench.queue.longestDue(bench.clock.now())).toBe(0);
      });

      it('gives the same job while it waits for another attempt', async () => {
        const first = await bench.add('a');
        await bench.queue.fail(await bench.taken(), 'source is away', bench.clock.now() + LEASE);
        expect((await bench.add('a')).id).toBe(first.id);
      });

      it.each(['complete', 'fail'] as const)('is free again after %s', async (ending) => {
        const first = await bench.add('a');
        const job = await bench.taken();
        await (ending === 'complete' ? bench.queue.complete(job) : bench.queue.fail(job, 'no'));
        const second = await bench.add('a');
        expect(second.id).not.toBe(first.id);
        expect(second).toMatchObject({ state: 'waiting', attempts: 0, error: undefined });
      });

      it('gives simultaneous requests one job', async () => {
        const jobs = await Promise.all(Array.from({ length: 20 }, () => bench.add('a')));
        expect(new Set(jobs.map((job) => job.id)).size).toBe(1);
        expect(await bench.queue.depth()).toBe(1);
      });

      it('keeps awkward keys apart', async () => {
        for (const key of AWKWARD_KEYS) {
          await bench.add(key);
        }
        expect(await bench.queue.depth()).toBe(AWKWARD_KEYS.length);
      });
    });

    describe('scope', () => {
      it.each(
        CONFUSABLE_SCOPES.map(
          ([one, other]) => [`${one.org}|${one.source}`, `${other.org}|${other.source}`, one, other] as const
        )
      )('keeps %s and %s apart', async (_one, _other, one, other) => {
        const job = await bench.add('a', { as: one });
        expect(await bench.queue.get(other, job.id)).toBeUndefined();
        expect(await bench.queue.list(other, 10)).toEqual([]);
        expect((await bench.add('a', { as: other })).id).not.toBe(job.id);
      });
    });

    describe('list and depth', () => {
      it('gives jobs in every state, the newest first', async () => {
        await bench.add('failed');
        await bench.queue.fail(await bench.taken(), 'no');
        await bench.add('done');
        await bench.queue.complete(await bench.taken());
        await bench.add('running');
        await bench.taken();
        await bench.add('waiting');
        expect((await bench.queue.list(ctx, 10)).map((job) => job.state)).toEqual([
          'waiting',
          'running',
          'done',
          'failed',
        ]);
        expect((await bench.queue.list(ctx, 2)).map((job) => job.state)).toEqual(['waiting', 'running']);
      });

      it('goes on after a job, whatever comes meanwhile', async () => {
        await bench.add('a');
        await bench.add('b');
        await bench.add('c');
        const [newest, second] = await bench.queue.list(ctx, 2);
        await bench.add('d');
        const rest = await bench.queue.list(ctx, 10, second?.id);
        expect(rest.map((job) => job.payload)).toEqual([{ key: 'a' }]);
        expect(await bench.queue.list(ctx, 10, newest?.id)).toHaveLength(2);
        const error = await expectError(bench.queue.list(contextOf('2', 'loki'), 10, newest?.id), 'not_found');
        expect(error.field).toBe('cursor');
      });

      it('counts what waits or runs in all scopes', async () => {
        await bench.add('a');
        await bench.add('b', { as: contextOf('2', 'loki'), runAfterMs: bench.clock.now() + LEASE });
        await bench.taken();
        expect(await bench.queue.depth()).toBe(2);
      });

      it.each([0, -1, 0.5, MAX_LIST + 1])('refuses the limit %d', async (limit) => {
        await expectError(bench.queue.list(ctx, limit), 'invalid_argument');
      });
    });

    describe('sweep', () => {
      const finish = async (key: string, as: Context = ctx) => {
        await bench.add(key, { as });
        await bench.queue.complete(await bench.taken());
      };

      it('deletes finished jobs of the limit of age, whatever their end', async () => {
        await finish('old');
        await bench.add('old failure');
        await bench.queue.fail(await bench.taken(), 'no');
        bench.clock.advance(1);
        await finish('younger');
        bench.clock.advance(LIMITS.keepFinishedMs - 1);
        expect(await bench.queue.sweep(bench.clock.now())).toBe(2);
        expect((await bench.queue.list(ctx, 10)).map((job) => job.payload)).toEqual([{ key: 'younger' }]);
        expect(await bench.queue.sweep(bench.clock.now())).toBe(0);
      });

      it('keeps the newest finished jobs of each scope up to the limit of number', async () => {
        const other = contextOf('2', 'prom');
        await finish('of another scope', other);
        for (let index = 0; index < LIMITS.maxFinished + 3; index += 1) {
          bench.clock.advance(1);
          await finish(`k${index}`);
        }
        await bench.queue.sweep(bench.clock.now());
        expect((await bench.queue.list(ctx, 10)).map((job) => job.payload)).toEqual(
          [7, 6, 5, 4, 3].map((index) => ({ key: `k${index}` }))
        );
        expect(await bench.queue.list(other, 10)).toHaveLength(1);
      });

      it('makes due what was put off or taken while the clock was ahead, and leaves the others as they are', async () => {
        const soon = await bench.add('soon', { runAfterMs: bench.clock.now() + LONGEST_WAIT_MS });
        bench.clock.advance(100 * LONGEST_WAIT_MS);
        const taken = await bench.taken();
        const held = await bench.add('held');
        await bench.taken();
        await bench.queue.complete(taken);
        const late = await bench.add('late');
        bench.clock.advance(-99 * LONGEST_WAIT_MS);
        expect(await bench.take()).toBeUndefined();
        await bench.queue.sweep(bench.clock.now());
        expect(taken.id).toBe(soon.id);
        expect([(await bench.taken()).id, (await bench.taken()).id]).toEqual([held.id, late.id]);
        const early = await bench.add('early', { runAfterMs: bench.clock.now() + LONGEST_WAIT_MS });
        await bench.queue.sweep(bench.clock.now());
        expect(await bench.queue.get(ctx, early.id)).toEqual(early);
      });

      it('never touches what waits or runs, however old', async () => {
        for (let index = 0; index < LIMITS.maxFinished + 3; index += 1) {
          await bench.add(`k${index}`);
        }
        await bench.taken();
        bench.clock.advance(100 * LIMITS.keepFinishedMs);
        expect(await bench.queue.sweep(bench.clock.now())).toBe(0);
        expect(await bench.queue.depth()).toBe(LIMITS.maxFinished + 3);
      });
    });

    it('loses no job in a restart: waiting ones wait, running ones are due after their lease', async () => {
      const running = await bench.add('running');
      await bench.taken();
      const waiting = await bench.add('waiting', { runAfterMs: bench.clock.now() + 2 * LEASE });
      await bench.reopen();
      expect(await bench.queue.get(ctx, waiting.id)).toEqual(waiting);
      expect(await bench.take()).toBeUndefined();
      bench.clock.advance(LEASE);
      expect(await bench.taken()).toMatchObject({ id: running.id, attempts: 2 });
      expect((await bench.add('waiting')).id).toBe(waiting.id);
    });
  });
}
