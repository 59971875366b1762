import { dailyPeaks, recurringPeak } from './recurring-peak.ts';

/** Even an idle machine gets this share of what it has now. */
const LEAST_SHARE = 0.015;

/**
 * One limit for a machine from the history of one resource: the recurring daily peak and a margin on it.
 *
 * @param values use in any unit; NaN marks a gap, negative values count as gaps
 * @param margin what is added on the peak: 0.15 is 15 %
 * @param capacity what the machine has now, in the same unit; `undefined`: unknown
 * @returns NaN when there is no value. O(n)
 */
export function machineLimit(
  values: Float64Array,
  stepMs: number,
  margin: number,
  capacity: number | undefined
): number {
  const sound = values.map((value) => (value >= 0 && value < Infinity ? value : NaN));
  return Math.max(recurringPeak(dailyPeaks(sound, stepMs)) * (1 + margin), LEAST_SHARE * (capacity ?? 0));
}
