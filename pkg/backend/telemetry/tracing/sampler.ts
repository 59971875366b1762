/** Which traces that begin here are recorded: a share of all of them, or so many a second. */
export type Sampler =
  | { readonly kind: 'ratio'; readonly ratio: number }
  | { readonly kind: 'rate'; readonly perSecond: number };

/** Whether the trace with this id is recorded. */
export type Decide = (traceId: string) => boolean;

const HALF_RANGE = 2 ** 63;

/**
 * The decision of a sampler. That of a ratio depends on the id alone and is that of OpenTelemetry's own samplers, so that
 * all processes of a trace decide alike.
 *
 * @param nowMs a clock that never goes back
 */
export function createDecide(sampler: Sampler, nowMs: () => number): Decide {
  return sampler.kind === 'ratio' ? byRatio(sampler.ratio) : byRate(sampler.perSecond, nowMs);
}

function byRatio(ratio: number): Decide {
  if (ratio >= 1) {
    return () => true;
  }
  const bound = BigInt(Math.trunc(Math.max(0, ratio) * HALF_RANGE));
  return (traceId) => BigInt(`0x${traceId.slice(16)}`) >> 1n < bound;
}

/** A bucket that holds what one second may record, and at least one trace. */
function byRate(perSecond: number, nowMs: () => number): Decide {
  const most = Math.max(perSecond, 1);
  let left = most;
  let atMs = nowMs();
  return () => {
    const now = nowMs();
    left = Math.min(most, left + ((now - atMs) / 1_000) * Math.max(0, perSecond));
    atMs = now;
    if (left < 1) {
      return false;
    }
    left -= 1;
    return true;
  };
}
