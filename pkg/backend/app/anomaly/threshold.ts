import type { AnomalyQuery } from '#contract/anomaly-query.ts';
import { scoreOf } from '#model/anomaly/calibrate.ts';
import { severityTails } from '#model/anomaly/severity.ts';
import { type Detection, SEVERITIES } from '#model/anomaly/types.ts';
import type { Interval } from '#model/series/exclusions.ts';

/** The score of a severity: that of a sample as rare as its expected false alarms; 100 where it is turned off. */
function severityScore({ sensitivity, threshold }: Strictness, stepMs: number): number {
  const tail = severityTails(sensitivity, stepMs)[SEVERITIES.indexOf(threshold)] ?? 0;
  return tail > 0 ? scoreOf(-Math.log10(Math.min(1, tail))) : 100;
}

type Strictness = Pick<AnomalyQuery, 'sensitivity' | 'threshold'>;

/**
 * The score from which samples of a series count as anomalous: that of the query's mildest severity, or where people
 * called stretches normal the highest score in these.
 */
export function thresholdScore(
  strictness: Strictness,
  detection: Pick<Detection, 'startMs' | 'stepMs' | 'score'>,
  accepted: readonly Interval[]
): number {
  let highest = severityScore(strictness, detection.stepMs);
  for (const { startMs, endMs } of accepted) {
    const from = Math.max(0, Math.ceil((startMs - detection.startMs) / detection.stepMs));
    const until = Math.ceil((endMs - detection.startMs) / detection.stepMs);
    highest = detection.score.subarray(from, Math.max(from, until)).reduce((most, one) => Math.max(most, one), highest);
  }
  return highest;
}
