import type { Context } from '../context.ts';

/**
 * Larger binary values, such as forecasts and model artefacts, with an expiry. Scoped by the context's organisation
 * and data source. What is read is byte-identical to what was written, or absent: a damaged blob is set aside,
 * logged as an error and reported as absent. Sizes are bounded by `limits.ts`.
 */
export interface BlobStore {
  /** Writes a blob in place of an earlier one; from `expiresMs` (Unix milliseconds) on it is absent. */
  put(ctx: Context, key: string, bytes: Uint8Array, expiresMs: number): Promise<void>;
  get(ctx: Context, key: string): Promise<Uint8Array | undefined>;
  delete(ctx: Context, key: string): Promise<void>;
  /** Deletes what has expired at `nowMs`, in all scopes; gives the number deleted. */
  sweep(nowMs: number): Promise<number>;
}
