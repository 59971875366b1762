import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contextOf } from '../../app/ports/kit.contract.ts';
import type { FinishedSpan } from './finished-span.ts';
import { type SendSpans, SpanQueue } from './span-queue.ts';

const SPAN: FinishedSpan = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  parentSpanId: undefined,
  name: 'query forecast',
  kind: 'server',
  startNs: 1n,
  endNs: 2n,
  attributes: {},
};

function queueWith(send: SendSpans) {
  const counts: Record<string, number> = {};
  const { log, logged } = contextOf('', '');
  const onSpans = (outcome: string, count: number) => {
    counts[outcome] = (counts[outcome] ?? 0) + count;
  };
  const queue = new SpanQueue({ send, log, onSpans });
  const add = (count: number) => Array.from({ length: count }, () => queue.add(SPAN));
  return { queue, add, counts, logged };
}

describe('SpanQueue', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends what has gathered after two seconds, and a full batch at once', async () => {
    const batches: number[] = [];
    const { add, counts } = queueWith((spans) => Promise.resolve(batches.push(spans.length) * 0));
    add(3);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(batches).toEqual([3]);
    add(512);
    await vi.advanceTimersByTimeAsync(0);
    expect(batches).toEqual([3, 512]);
    expect(counts).toMatchObject({ sent: 515 });
  });

  it('holds a bounded number while the receiver does not answer, and counts what it drops', async () => {
    const { add, counts, queue } = queueWith(() => new Promise(() => undefined));
    add(5_000);
    // One batch is on its way.
    expect(counts['dropped']).toBe(5_000 - 512 - 2_048);
    const stopped = queue.stop();
    await vi.advanceTimersByTimeAsync(500);
    await stopped;
    expect(counts['dropped']).toBe(5_000 - 512);
  });

  it('tries a batch three times, then counts it as lost and says so once until it goes well again', async () => {
    let isDown = true;
    let tries = 0;
    const { add, counts, logged } = queueWith(() => {
      tries++;
      return isDown ? Promise.reject(new Error('connection refused')) : Promise.resolve(1);
    });
    for (const round of [1, 2]) {
      add(2);
      await vi.advanceTimersByTimeAsync(10_000);
      expect([tries, counts['lost']]).toEqual([3 * round, 2 * round]);
    }
    expect(logged).toEqual([{ level: 'warn', message: 'cannot send traces' }]);
    isDown = false;
    add(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(counts).toMatchObject({ sent: 1, rejected: 1, lost: 4 });
  });

  it('sends the rest when it stops, and takes nothing afterwards', async () => {
    const { add, counts, queue } = queueWith(() => Promise.resolve(0));
    add(2);
    await queue.stop();
    add(1);
    expect(counts).toMatchObject({ sent: 2, dropped: 1 });
  });
});
