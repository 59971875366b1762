import { beforeEach, describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import { FakeBlobs } from '../../../tests/support/fake-engine.ts';
import { type Codec, ForecastCache } from './forecast-cache.ts';
import { CONFUSABLE_SCOPES, contextOf, expectError } from './ports/kit.contract.ts';

const NOW = 1_000_000;
const EXPIRES = NOW + 60_000;
/** One byte a character, so that sizes can be counted by hand; text that begins with `?` is of another version. */
const codec: Codec<string> = {
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.startsWith('?') ? undefined : text;
  },
};

/** A computation that counts its runs and ends when it is told to. */
function pendingWork() {
  const runs: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  return { runs, compute: () => new Promise<string>((resolve, reject) => runs.push({ resolve, reject })) };
}

describe('ForecastCache', () => {
  const ctx = contextOf('1', 'prom');
  let blobs: FakeBlobs;
  let cache: ForecastCache<string>;
  beforeEach(() => {
    blobs = new FakeBlobs();
    cache = new ForecastCache(blobs, codec, 10);
    ctx.logged.length = 0;
  });

  const ask = (key: string, answer: string, nowMs = NOW) =>
    cache.get(ctx, key, nowMs, EXPIRES, () => Promise.resolve(answer));
  const refuse = () => Promise.reject(new Error('must not be computed'));

  /** Everything that is due by now has run, however many steps it took. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it('computes once, then answers from memory without the store', async () => {
    expect(await ask('k', 'one')).toEqual({ value: 'one', result: 'computed' });
    expect(await cache.get(ctx, 'k', NOW, EXPIRES, refuse)).toEqual({ value: 'one', result: 'memory' });
    expect(blobs.gets).toBe(1);
  });

  it('answers from the store after a restart', async () => {
    await ask('k', 'one');
    const looks: string[] = [];
    const restarted = new ForecastCache(blobs, codec, 10, (result) => looks.push(result));
    expect(await restarted.get(ctx, 'k', NOW, EXPIRES, refuse)).toEqual({ value: 'one', result: 'store' });
    expect(await restarted.get(ctx, 'k', NOW, EXPIRES, refuse)).toEqual({ value: 'one', result: 'memory' });
    expect(await restarted.find(ctx, 'other', NOW, EXPIRES)).toBeUndefined();
    expect(looks).toEqual(['store', 'memory', 'missed']);
    expect(restarted.size).toBe(3);
  });

  it('forgets at the expiry, not before', async () => {
    await ask('k', 'one');
    blobs.kept.clear();
    expect((await ask('k', 'two', EXPIRES - 1)).value).toBe('one');
    expect((await ask('k', 'two', EXPIRES)).value).toBe('two');
  });

  it.each(CONFUSABLE_SCOPES)('keeps scopes apart that look alike: %#', async (one, other) => {
    const [first, second] = [
      cache.get(one, 'k', NOW, EXPIRES, async () => 'one'),
      cache.get(other, 'k', NOW, EXPIRES, async () => 'two'),
    ];
    expect([(await first).value, (await second).value]).toEqual(['one', 'two']);
    expect((await cache.get(other, 'k', NOW, EXPIRES, refuse)).value).toBe('two');
    expect(blobs.kept.size).toBe(2);
  });

  describe('bounded memory', () => {
    it('drops what was used longest ago, by bytes', async () => {
      await ask('a', 'aaaa');
      await ask('b', 'bbbb');
      await cache.get(ctx, 'a', NOW, EXPIRES, refuse);
      await ask('c', 'cccc');
      blobs.kept.clear();
      expect((await ask('a', '-')).result).toBe('memory');
      expect((await ask('c', '-')).result).toBe('memory');
      expect((await ask('b', '-')).result).toBe('computed');
    });

    it('does not keep what is larger than all of it, nor drop others for it', async () => {
      await ask('a', 'aaaa');
      await ask('large', 'x'.repeat(11));
      expect((await ask('a', '-')).result).toBe('memory');
      expect((await ask('large', '-')).result).toBe('store');
    });

    it('counts a replaced and an expired value no more', async () => {
      await ask('a', 'aaaaaaaa');
      await cache.replace(ctx, 'a', EXPIRES + 1, async () => 'a');
      await ask('b', 'bbbbbbbbb');
      expect((await ask('a', '-')).result).toBe('memory');
      blobs.kept.clear();
      expect((await ask('b', 'b', EXPIRES)).result).toBe('computed');
      await cache.get(ctx, 'c', NOW, EXPIRES, async () => 'cccccccc');
      expect((await cache.get(ctx, 'a', NOW, EXPIRES, refuse)).result).toBe('memory');
    });

    it('gives the room of what has expired free when something else is kept', async () => {
      await ask('a', 'aaaa');
      await cache.get(ctx, 'b', EXPIRES, EXPIRES + 1, async () => 'bbbb');
      expect(cache.size).toBe(4);
    });

    it('forgets the old value when its replacement is too large to keep', async () => {
      await ask('a', 'old');
      await cache.replace(ctx, 'a', EXPIRES, async () => 'x'.repeat(11));
      expect((await ask('a', '-')).value).toBe('x'.repeat(11));
    });
  });

  describe('a store that is in trouble', () => {
    it('computes what was damaged or is of another version, and mends it', async () => {
      const key = JSON.stringify(['1', 'prom', 'k']);
      for (const bytes of [Uint8Array.of(0xff, 0xfe), codec.encode('?old')]) {
        blobs.kept.set(key, bytes);
        cache = new ForecastCache(blobs, codec, 10);
        expect(await ask('k', 'new')).toEqual({ value: 'new', result: 'computed' });
        expect(blobs.kept.get(key)).toEqual(codec.encode('new'));
      }
      expect(ctx.logged.map(({ level }) => level)).toEqual(['warn']);
    });

    it('answers without it, and says so', async () => {
      blobs.failure = new Error('disk I/O error');
      expect(await ask('k', 'one')).toEqual({ value: 'one', result: 'computed' });
      expect(await ask('k', 'two')).toEqual({ value: 'one', result: 'memory' });
      expect(ctx.logged.map(({ message }) => message)).toEqual([
        'cannot read a stored forecast; computing it anew',
        'cannot store a forecast; a restart computes it anew',
      ]);
    });
  });

  describe('callers at the same time', () => {
    it('share one computation', async () => {
      const { runs, compute } = pendingWork();
      const answers = Promise.all([1, 2, 3].map(() => cache.get(ctx, 'k', NOW, EXPIRES, compute)));
      await settled();
      expect(runs).toHaveLength(1);
      runs[0]?.resolve('one');
      expect(await answers).toEqual([
        { value: 'one', result: 'computed' },
        { value: 'one', result: 'shared' },
        { value: 'one', result: 'shared' },
      ]);
    });

    it('share a failure, which is not remembered', async () => {
      const { runs, compute } = pendingWork();
      const answers = [1, 2].map(() => expectError(cache.get(ctx, 'k', NOW, EXPIRES, compute), 'source_unreachable'));
      await settled();
      runs[0]?.reject(new HeadroomError('source_unreachable', 'Nothing answers.'));
      await Promise.all(answers);
      expect(await ask('k', 'one')).toEqual({ value: 'one', result: 'computed' });
    });

    it.each(['canceled', 'deadline_exceeded'] as const)(
      'start over, once, when the one who computes has to stop (%s)',
      async (code) => {
        const { runs, compute } = pendingWork();
        const first = expectError(cache.get(ctx, 'k', NOW, EXPIRES, compute), code);
        const others = [1, 2].map(() => cache.get(ctx, 'k', NOW, EXPIRES, compute));
        await settled();
        runs[0]?.reject(new HeadroomError(code, 'Gone.'));
        await first;
        await settled();
        expect(runs).toHaveLength(2);
        runs[1]?.resolve('two');
        expect((await Promise.all(others)).map(({ result }) => result)).toEqual(['computed', 'shared']);
      }
    );

    it('need not wait for the other when they give up themselves, which hurts nobody else', async () => {
      const { runs, compute } = pendingWork();
      const controller = new AbortController();
      const first = cache.get(ctx, 'k', NOW, EXPIRES, compute);
      const impatient = cache.get({ ...ctx, signal: controller.signal }, 'k', NOW, EXPIRES, compute);
      const late = cache.get({ ...ctx, deadlineMs: NOW }, 'k', NOW, EXPIRES, compute);
      controller.abort();
      await expectError(impatient, 'canceled');
      await expectError(late, 'deadline_exceeded');
      await settled();
      runs[0]?.resolve('one');
      expect((await first).value).toBe('one');
      expect(runs).toHaveLength(1);
    });
  });

  it('replaces what is kept, in memory and in the store', async () => {
    await ask('k', 'old');
    expect(await cache.replace(ctx, 'k', EXPIRES, async () => 'new')).toBe('new');
    expect((await cache.get(ctx, 'k', NOW, EXPIRES, refuse)).value).toBe('new');
    expect([...blobs.kept.values()]).toEqual([codec.encode('new')]);
  });

  it('keeps the old value when computing the new one fails', async () => {
    await ask('k', 'old');
    await expect(cache.replace(ctx, 'k', EXPIRES, refuse)).rejects.toThrow('must not');
    expect((await cache.get(ctx, 'k', NOW, EXPIRES, refuse)).value).toBe('old');
  });
});
