import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { deflate, inflate } from 'node:zlib';
import type { Context } from '../context.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ReplayedOrigin } from '../ports/compute.ts';

/** What was replayed of one series, by the content that it was made from. */
export type KeptOrigins = Map<string, ReplayedOrigin>;

/** Raised whenever the shape of what is kept changes. */
const VERSION = 1;
const KEEP_MS = 2 * 86_400_000;

/**
 * Replayed origins in the blob store, one blob a series. Each origin has the name of its content, training window and
 * cases, so that samples which arrive late or a capacity that is corrected make a new one. Only ever saves time: a store
 * that fails is as good as an empty one.
 */
export class ReplayStore {
  private readonly blobs: BlobStore;
  private readonly clock: Clock;
  private readonly models: string;

  /** @param models differs between programs whose models may answer differently */
  constructor(blobs: BlobStore, clock: Clock, models: string) {
    this.blobs = blobs;
    this.clock = clock;
    this.models = models;
  }

  async load(ctx: Context, key: string): Promise<KeptOrigins> {
    try {
      const bytes = await this.blobs.get(ctx, this.blobKey(key));
      const kept = bytes === undefined ? undefined : (deserialize(await promisify(inflate)(bytes)) as Kept);
      return kept?.version === VERSION ? kept.origins : new Map();
    } catch (thrown) {
      ctx.log.warn('cannot read a kept replay; replaying anew', { error: String(thrown) });
      return new Map();
    }
  }

  async save(ctx: Context, key: string, origins: KeptOrigins): Promise<void> {
    try {
      const bytes = await promisify(deflate)(serialize({ version: VERSION, origins } satisfies Kept), { level: 1 });
      await this.blobs.put(ctx, this.blobKey(key), bytes, this.clock.now() + KEEP_MS);
    } catch (thrown) {
      ctx.log.warn('cannot keep a replay; the next one begins anew', { error: String(thrown) });
    }
  }

  private blobKey(key: string): string {
    return `alert-preview/${this.models}/${key}`;
  }
}

interface Kept {
  readonly version: number;
  readonly origins: KeptOrigins;
}

/** The name of what an origin is made from: its time, its training window and the names of its cases. */
export function contentName(originMs: number, window: Float64Array, cases: readonly string[]): string {
  const bytes = new Uint8Array(window.buffer, window.byteOffset, window.byteLength);
  return createHash('sha256')
    .update(bytes)
    .update(JSON.stringify([originMs, ...cases]))
    .digest('base64')
    .slice(0, 24);
}
