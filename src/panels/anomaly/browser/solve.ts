import type { AnomalyJson } from '#contract/anomaly-rest.ts';
import type { JsonNumber } from '#contract/rest.ts';
import { detect } from '#model/anomaly/detect.ts';
import type { Anomaly, Detection, Direction, Severity } from '#model/anomaly/types.ts';
import type { RegularSeries } from '#model/series/regular-series.ts';
import type { Stepwise } from '#model/stats/stepwise.ts';
import type { JudgedSeries } from '../../../shared/anomaly/judged-view.ts';

/** One series to judge; crosses to a worker as it is. */
export interface DetectTask {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly history: RegularSeries;
  readonly direction: Direction;
  readonly threshold: Severity;
  readonly timeZone: string;
}

/** Judges one series with the engine's detectors, in one step. */
export function* solve(task: DetectTask): Stepwise<JudgedSeries> {
  const { history, direction, threshold, timeZone } = task;
  yield;
  const outcome = detect({ series: history, direction, threshold, timeZone });
  if (outcome.kind !== 'detection') {
    return { ...unjudged(task), missing: { kind: outcome.kind, reason: outcome.reason } };
  }
  const { baseline, score, anomalies, notices } = outcome;
  return {
    ...unjudged(task),
    bands: baseline.bands.map(({ level, lower, upper }) => ({ level, lower: toJson(lower), upper: toJson(upper) })),
    score: toJson(score),
    anomalies: anomalies.map((anomaly) => toAnomalyJson(anomaly, outcome)),
    notices,
  };
}

/** A series before it has been judged. */
export function unjudged({ name, labels, history }: DetectTask): JudgedSeries {
  const { startMs, stepMs, values } = history;
  return { name, labels, startMs, stepMs, values: toJson(values), bands: [], score: [], anomalies: [], notices: [] };
}

function toAnomalyJson(anomaly: Anomaly, { baseline, startMs, stepMs }: Detection): AnomalyJson {
  const { peak } = anomaly;
  const at = Math.round((peak.timeMs - startMs) / stepMs);
  const [band] = baseline.bands;
  return {
    ...anomaly,
    peak: {
      ...peak,
      expected: finite(peak.expected),
      lower: finite(band?.lower[at] ?? NaN),
      upper: finite(band?.upper[at] ?? NaN),
    },
  };
}

function toJson(values: Float64Array): JsonNumber[] {
  return Array.from(values, finite);
}

function finite(value: number): JsonNumber {
  return Number.isFinite(value) ? value : null;
}
