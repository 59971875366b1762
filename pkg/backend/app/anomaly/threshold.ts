import type { AnomalyQuery } from '#contract/anomaly-query.ts';
import type { Detection } from '#model/anomaly/types.ts';
import type { Interval } from '#model/series/exclusions.ts';

const MONTH_MS = 30 * 86_400_000;
/** Where the score of a probability is 50; the model's own scale. */
const HALF = 4;

/** The score of a severity's expected false alarms: as rare a sample as there are that many of in a month. */
export function severityScore(falseAlarms: number, stepMs: number): number {
  if (falseAlarms <= 0) {
    return 100;
  }
  const rarity = Math.max(0, -Math.log10(Math.min(1, (falseAlarms * stepMs) / MONTH_MS)));
  return (100 * rarity) / (rarity + HALF);
}

/**
 * The score from which samples of a series count as anomalous: that of the query's mildest severity, or where people
 * called stretches normal the highest score in these.
 */
export function thresholdScore(
  { sensitivity, threshold }: Pick<AnomalyQuery, 'sensitivity' | 'threshold'>,
  detection: Pick<Detection, 'startMs' | 'stepMs' | 'score'>,
  accepted: readonly Interval[]
): number {
  let highest = severityScore(sensitivity[threshold], detection.stepMs);
  for (const { startMs, endMs } of accepted) {
    const from = Math.max(0, Math.ceil((startMs - detection.startMs) / detection.stepMs));
    const until = Math.ceil((endMs - detection.startMs) / detection.stepMs);
    highest = detection.score.subarray(from, Math.max(from, until)).reduce((most, one) => Math.max(most, one), highest);
  }
  return highest;
}
