/** Milliseconds that a `Retry-After` header (seconds or an HTTP date) asks to wait; 0 without a usable header. */
export function retryAfterMs(header: string, nowMs: number): number {
  if (/^\s*\d+\s*$/.test(header)) {
    return Number(header) * 1_000;
  }
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - nowMs);
}
