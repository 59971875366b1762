import { SEVERITIES, type Sensitivity } from './types.ts';

const MONTH_MS = 30 * 86_400_000;

/**
 * The tail probabilities at which a sample counts as info, warning, critical and emergency. A severity that may raise
 * `f` false alarms in a month of `n` samples asks for f / n. Neighbouring false samples are one alarm, so that the real
 * number is, if anything, lower.
 */
export function severityTails(sensitivity: Sensitivity, stepMs: number): readonly number[] {
  let least = Infinity;
  return SEVERITIES.map((severity) => (least = Math.min(least, (sensitivity[severity] * stepMs) / MONTH_MS)));
}

/** 0: none, else index into {@link SEVERITIES} plus one. */
export function severityOf(tail: number, tails: readonly number[]): number {
  let found = 0;
  while (found < tails.length && tail <= tails[found]!) {
    found++;
  }
  return found;
}
