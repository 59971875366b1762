import { toHeadroomError } from '#contract/errors.ts';
import type { Context } from './context.ts';
import { type LimitedTime, limitedTime } from './limited-time.ts';
import type { BlobStore } from './ports/blob-store.ts';
import { traced } from './tracing/traced.ts';

/** Turns values into bytes and back; `decode` gives `undefined` for bytes of another version. */
export interface Codec<T> {
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T | undefined;
}

interface Entry<T> {
  readonly value: T;
  readonly bytes: number;
  readonly expiresMs: number;
}

/** What became of a look-up, for metrics. */
export type CacheResult = 'memory' | 'store' | 'shared' | 'computed';

/**
 * Remembers computed answers in memory, bounded by bytes, and in the blob store, so that a restart does not forget
 * them. Callers that ask for the same key at the same time share one computation.
 */
export class ForecastCache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly pending = new Map<string, Promise<T>>();
  private bytes = 0;
  /** The time of the latest look-up. */
  private nowMs = -Infinity;
  private readonly blobs: BlobStore;
  private readonly codec: Codec<T>;
  private readonly maxBytes: number;
  private readonly onLook: (result: CacheResult | 'missed') => void;

  /** @param onLook told what became of each look-up */
  constructor(
    blobs: BlobStore,
    codec: Codec<T>,
    maxBytes: number,
    onLook: (result: CacheResult | 'missed') => void = () => undefined
  ) {
    this.blobs = blobs;
    this.codec = codec;
    this.maxBytes = maxBytes;
    this.onLook = onLook;
  }

  /** Bytes that it holds in memory. */
  get size(): number {
    return this.bytes;
  }

  /** The value of `key`, computed at most once; kept until `expiresMs`. The kind of the key is what stands before its first slash. */
  async get(
    ctx: Context,
    key: string,
    nowMs: number,
    expiresMs: number,
    compute: (ctx: Context) => Promise<T>
  ): Promise<{ value: T; result: CacheResult }> {
    const step = { name: `cache ${key.slice(0, key.indexOf('/'))}` };
    return traced(ctx, step, async (inner, telling) => {
      const found = await this.look(inner, key, nowMs, expiresMs, compute);
      telling.set({ 'headroom.cache.result': found.result });
      this.onLook(found.result);
      return found;
    });
  }

  private async look(
    ctx: Context,
    key: string,
    nowMs: number,
    expiresMs: number,
    compute: (ctx: Context) => Promise<T>
  ): Promise<{ value: T; result: CacheResult }> {
    const scoped = scopedKey(ctx, key);
    const hit = this.recall(scoped, nowMs);
    if (hit !== undefined) {
      return { value: hit, result: 'memory' };
    }
    const running = this.pending.get(scoped);
    if (running !== undefined) {
      const retry = () => this.look(ctx, key, nowMs, expiresMs, compute);
      return this.share(running, retry, limitedTime(ctx, { now: () => nowMs }));
    }
    let result: CacheResult = 'computed';
    const work = this.load(ctx, key).then(async (stored) => {
      if (stored !== undefined) {
        result = 'store';
        this.remember(scoped, stored.value, stored.bytes, expiresMs);
        return stored.value;
      }
      return this.computeAndKeep(ctx, key, scoped, expiresMs, compute);
    });
    this.pending.set(scoped, work);
    try {
      return { value: await work, result };
    } finally {
      this.pending.delete(scoped);
    }
  }

  /** The value of `key` where it is kept; kept in memory until `expiresMs`. */
  async find(ctx: Context, key: string, nowMs: number, expiresMs: number): Promise<T | undefined> {
    const scoped = scopedKey(ctx, key);
    const hit = this.recall(scoped, nowMs);
    if (hit !== undefined) {
      this.onLook('memory');
      return hit;
    }
    const stored = await this.load(ctx, key);
    this.onLook(stored === undefined ? 'missed' : 'store');
    const newer = this.recall(scoped, nowMs); // kept by somebody else meanwhile
    if (newer === undefined && stored !== undefined) {
      this.remember(scoped, stored.value, stored.bytes, expiresMs);
    }
    return newer ?? stored?.value;
  }

  /** Computes the value of `key` whatever is kept, and keeps the new one. */
  async replace(ctx: Context, key: string, expiresMs: number, compute: (ctx: Context) => Promise<T>): Promise<T> {
    return this.computeAndKeep(ctx, key, scopedKey(ctx, key), expiresMs, compute);
  }

  /** Waits for another caller's computation while this one has time; when the other gave up, starts its own. */
  private async share(
    running: Promise<T>,
    retry: () => Promise<{ value: T; result: CacheResult }>,
    time: LimitedTime
  ): Promise<{ value: T; result: CacheResult }> {
    try {
      return { value: await Promise.race([running, untilAborted(time.signal)]), result: 'shared' };
    } catch (thrown) {
      const othersFault =
        toHeadroomError(thrown).code === 'canceled' || toHeadroomError(thrown).code === 'deadline_exceeded';
      if (othersFault && !time.signal.aborted) {
        return retry();
      }
      throw thrown;
    } finally {
      time.end();
    }
  }

  private async load(ctx: Context, key: string): Promise<{ value: T; bytes: number } | undefined> {
    try {
      const bytes = await this.blobs.get(ctx, key);
      const value = bytes === undefined ? undefined : this.codec.decode(bytes);
      return bytes === undefined || value === undefined ? undefined : { value, bytes: bytes.byteLength };
    } catch (thrown) {
      ctx.log.warn('cannot read a stored forecast; computing it anew', { error: String(thrown) });
      return undefined;
    }
  }

  private async computeAndKeep(
    ctx: Context,
    key: string,
    scoped: string,
    expiresMs: number,
    compute: (ctx: Context) => Promise<T>
  ): Promise<T> {
    const value = await compute(ctx);
    const bytes = this.codec.encode(value);
    this.remember(scoped, value, bytes.byteLength, expiresMs);
    try {
      await this.blobs.put(ctx, key, bytes, expiresMs);
    } catch (thrown) {
      ctx.log.warn('cannot store a forecast; a restart computes it anew', { error: String(thrown) });
    }
    return value;
  }

  private recall(scoped: string, nowMs: number): T | undefined {
    this.nowMs = nowMs;
    const entry = this.entries.get(scoped);
    if (entry === undefined) {
      return undefined;
    }
    this.entries.delete(scoped);
    if (entry.expiresMs <= nowMs) {
      this.bytes -= entry.bytes;
      return undefined;
    }
    this.entries.set(scoped, entry); // most recently used last
    return entry.value;
  }

  private remember(scoped: string, value: T, bytes: number, expiresMs: number): void {
    this.bytes -= this.entries.get(scoped)?.bytes ?? 0;
    this.entries.delete(scoped);
    if (bytes > this.maxBytes) {
      return;
    }
    this.bytes += bytes;
    this.entries.set(scoped, { value, bytes, expiresMs });
    // A grid that has moved on asks under another key, so what has expired is looked for here.
    for (const [old, entry] of this.entries) {
      if (this.bytes > this.maxBytes || entry.expiresMs <= this.nowMs) {
        this.entries.delete(old);
        this.bytes -= entry.bytes;
      }
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const giveUp = () => reject(toHeadroomError(signal.reason));
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) {
      giveUp();
    }
  });
}

/** Unambiguous whatever stands in the parts. */
function scopedKey(ctx: Context, key: string): string {
  return JSON.stringify([ctx.org, ctx.source, key]);
}
