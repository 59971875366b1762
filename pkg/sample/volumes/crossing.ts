import { MINUTE, type Curve } from '../series.ts';

const STEP = 5 * MINUTE;

/**
 * The first instant of (fromMs, untilMs] at which a curve reaches a limit, to the second; `undefined` where it does
 * not. The curve is read every five minutes, so an excursion shorter than that may be missed. `undefined` also when it
 * is at the limit already at `fromMs`: there is nothing left to predict.
 */
export function firstCrossing(curve: Curve, limit: number, fromMs: number, untilMs: number): number | undefined {
  if (curve(fromMs) >= limit) {
    return undefined;
  }
  for (let before = fromMs; before < untilMs; before += STEP) {
    const after = Math.min(before + STEP, untilMs);
    if (curve(after) >= limit) {
      return bisect(curve, limit, before, after);
    }
  }
  return undefined;
}

/** Invariant: below the limit at `below`, at or above it at `above`. */
function bisect(curve: Curve, limit: number, below: number, above: number): number {
  while (above - below > 1000) {
    const middle = Math.floor((below + above) / 2);
    if (curve(middle) >= limit) {
      above = middle;
    } else {
      below = middle;
    }
  }
  return above;
}
