import { describe, expect, it } from 'vitest';
import { ctx, LEASE, type QueueBench, SECOND } from './job-queue-bench.contract.ts';
import { contextOf } from './kit.contract.ts';

/** What becomes of a job from its claim to its end. */
export function jobLifeContract(bench: QueueBench): void {
  describe('claim', () => {
    it('is undefined without a due job', async () => {
      expect(await bench.take()).toBeUndefined();
      await bench.add('a', { runAfterMs: bench.clock.now() + 1 });
      expect(await bench.take()).toBeUndefined();
      bench.clock.advance(1);
      expect((await bench.taken()).state).toBe('running');
    });

    it('takes the kinds that were asked for only', async () => {
      await bench.add('a', { kind: 'fit' });
      await bench.add('b', { kind: "score'" });
      expect(await bench.queue.claim([], bench.clock.now(), LEASE)).toBeUndefined();
      expect(await bench.queue.claim(['other', 'fi', 'FIT'], bench.clock.now(), LEASE)).toBeUndefined();
      expect((await bench.queue.claim(['other', "score'"], bench.clock.now(), LEASE))?.kind).toBe("score'");
    });

    it('takes the job that has been due for longest, then the one enqueued first', async () => {
      await bench.add('third', { runAfterMs: bench.clock.now() + 2 * SECOND });
      await bench.add('second', { runAfterMs: bench.clock.now() + SECOND });
      await bench.add('first');
      await bench.add('fourth', { runAfterMs: bench.clock.now() + 2 * SECOND });
      bench.clock.advance(10 * SECOND);
      const order = [await bench.taken(), await bench.taken(), await bench.taken(), await bench.taken()];
      expect(order.map((job) => job.payload)).toEqual(['first', 'second', 'third', 'fourth'].map((key) => ({ key })));
      expect(await bench.take()).toBeUndefined();
    });

    it('gives each of many simultaneous workers another job', async () => {
      for (let index = 0; index < 10; index += 1) {
        await bench.add(`k${index}`);
      }
      const claims = await Promise.all(Array.from({ length: 15 }, () => bench.take()));
      const ids = claims.flatMap((job) => (job === undefined ? [] : [job.id]));
      expect(ids).toHaveLength(10);
      expect(new Set(ids).size).toBe(10);
    });

    it('takes jobs of every scope', async () => {
      await bench.add('a', { as: contextOf('2', 'loki') });
      expect(await bench.taken()).toMatchObject({ org: '2', source: 'loki', attempts: 1 });
    });
  });

  describe('lease', () => {
    it('holds a job until it runs out, then the job is due again', async () => {
      const { id } = await bench.add('a');
      await bench.taken();
      bench.clock.advance(LEASE - 1);
      expect(await bench.take()).toBeUndefined();
      bench.clock.advance(1);
      expect(await bench.taken()).toMatchObject({ id, attempts: 2, state: 'running' });
    });

    it('is prolonged by its holder, counted from the renewal', async () => {
      await bench.add('a');
      const job = await bench.taken();
      bench.clock.advance(LEASE - 1);
      expect(await bench.queue.renew(job, bench.clock.now(), LEASE)).toBe(true);
      bench.clock.advance(LEASE - 1);
      expect(await bench.take()).toBeUndefined();
      bench.clock.advance(1);
      expect(await bench.take()).toBeDefined();
    });

    it('that ran out unnoticed still lets its holder finish', async () => {
      await bench.add('a');
      const job = await bench.taken();
      bench.clock.advance(2 * LEASE);
      expect(await bench.queue.complete(job)).toBe(true);
      expect(await bench.take()).toBeUndefined();
    });

    it('that went to another worker leaves its former holder without a say', async () => {
      await bench.add('a');
      const stale = await bench.taken();
      bench.clock.advance(LEASE);
      const current = await bench.taken();
      expect(await bench.queue.renew(stale, bench.clock.now(), 10 * LEASE)).toBe(false);
      expect(await bench.queue.complete(stale)).toBe(false);
      expect(await bench.queue.fail(stale, 'late')).toBe(false);
      expect(await bench.queue.fail(stale, 'late', bench.clock.now())).toBe(false);
      expect(await bench.queue.get(ctx, current.id)).toEqual(current);
      bench.clock.advance(LEASE);
      expect((await bench.taken()).attempts).toBe(3);
    });
  });

  describe('end', () => {
    it('by complete is final', async () => {
      await bench.add('a');
      const job = await bench.taken();
      expect(await bench.queue.complete(job)).toBe(true);
      expect((await bench.queue.get(ctx, job.id))?.state).toBe('done');
      expect(await bench.queue.complete(job)).toBe(false);
      expect(await bench.queue.fail(job, 'no', bench.clock.now())).toBe(false);
      expect(await bench.queue.renew(job, bench.clock.now(), LEASE)).toBe(false);
      bench.clock.advance(10 * LEASE);
      expect(await bench.take()).toBeUndefined();
      expect(await bench.queue.depth()).toBe(0);
    });

    it('by fail is final and tells why', async () => {
      await bench.add('a');
      const job = await bench.taken();
      expect(await bench.queue.fail(job, 'bad expression')).toBe(true);
      expect(await bench.queue.get(ctx, job.id)).toMatchObject({
        state: 'failed',
        error: 'bad expression',
        attempts: 1,
      });
      bench.clock.advance(10 * LEASE);
      expect(await bench.take()).toBeUndefined();
      expect(await bench.queue.depth()).toBe(0);
    });

    it('by fail with a time of retry is none: the job is due at that time', async () => {
      const { id } = await bench.add('a');
      const retryAt = bench.clock.now() + 30 * SECOND;
      expect(await bench.queue.fail(await bench.taken(), 'source is away', retryAt)).toBe(true);
      expect(await bench.queue.get(ctx, id)).toMatchObject({
        state: 'waiting',
        error: 'source is away',
        runAfterMs: retryAt,
      });
      bench.clock.advance(30 * SECOND - 1);
      expect(await bench.take()).toBeUndefined();
      bench.clock.advance(1);
      const second = await bench.taken();
      expect(second).toMatchObject({ id, attempts: 2 });
      await bench.queue.complete(second);
      expect(await bench.queue.get(ctx, id)).toMatchObject({ state: 'done', error: undefined });
    });

    it('is not for jobs that nobody has claimed, or that do not exist', async () => {
      const job = await bench.add('a');
      expect(await bench.queue.complete(job)).toBe(false);
      expect(await bench.queue.fail(job, 'no')).toBe(false);
      expect(await bench.queue.complete({ id: 'unknown', attempts: 1 })).toBe(false);
      expect((await bench.queue.get(ctx, job.id))?.state).toBe('waiting');
    });

    it('keeps a bounded part of an endless error', async () => {
      await bench.add('a');
      const job = await bench.taken();
      await bench.queue.fail(job, 'e'.repeat(1_000_000));
      expect((await bench.queue.get(ctx, job.id))?.error?.length).toBeLessThanOrEqual(10_000);
    });
  });
}
