import type { Recommendation } from '#model/tuning/types.ts';
import type { Context } from '../context.ts';
import type { BlobStore } from '../ports/blob-store.ts';

/** Use of one object over the history, for its chart. */
export interface UsageCurve {
  readonly startMs: number;
  readonly stepMs: number;
  /** Largest over the pods; NaN where none was seen. */
  readonly values: readonly number[];
}

/** The newest advice about a data source's cluster. */
export interface Advice {
  readonly madeMs: number;
  readonly historyMs: number;
  readonly namespace: string;
  readonly currency: string;
  /** Smaller savings a month are no news; advice of before it was a setting has none. */
  readonly leastSaving?: number;
  readonly recommendations: readonly Recommendation[];
  /** By the id of the recommendation. */
  readonly usage: Readonly<Record<string, UsageCurve>>;
  readonly lacking: readonly string[];
}

const KEY = 'advice/1';
const KEEP_MS = 30 * 86_400_000;

/** Puts advice in the place of earlier advice. */
export async function saveAdvice(ctx: Context, blobs: BlobStore, advice: Advice): Promise<void> {
  const text = JSON.stringify(advice, (_, value: unknown) => (Number.isNaN(value) ? 'NaN' : value));
  await blobs.put(ctx, KEY, new TextEncoder().encode(text), advice.madeMs + KEEP_MS);
}

/** The newest advice; `undefined` when there is none or it was damaged. */
export async function loadAdvice(ctx: Context, blobs: BlobStore): Promise<Advice | undefined> {
  const bytes = await blobs.get(ctx, KEY);
  if (bytes === undefined) {
    return undefined;
  }
  const revive = (_: string, value: unknown): unknown => (value === 'NaN' ? NaN : value);
  return JSON.parse(new TextDecoder().decode(bytes), revive) as Advice;
}
