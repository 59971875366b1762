import type { Clock } from './ports/clock.ts';

/** Reads at most once in that many milliseconds; a reading that failed is repeated at once. */
export function rememberedFor<T>(ms: number, clock: Clock, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly untilMs: number; readonly value: Promise<T> } | undefined;
  return () => {
    const nowMs = clock.now();
    if (kept === undefined || kept.untilMs <= nowMs || kept.untilMs > nowMs + ms) {
      const value = read();
      kept = { untilMs: nowMs + ms, value };
      value.catch(() => (kept = undefined));
    }
    return kept.value;
  };
}
