import type { AnomalyQuery } from '#contract/anomaly-query.ts';
import type { AnomaliesResponse, AnomalyJson, BaselineResponse, SeriesAnomaliesJson } from '#contract/anomaly-rest.ts';
import type { JsonNumber } from '#contract/rest.ts';
import type { Anomaly, Detection } from '#model/anomaly/types.ts';
import type { AnomalyAnswer, SeriesAnomalies } from './anomaly-query.ts';
import { type Feedback, feedbackFor } from './feedback.ts';
import { thresholdScore } from './threshold.ts';

/** The JSON form of an anomaly answer, cut to what was asked for; NaN becomes `null`. */
export function anomaliesToJson(answer: AnomalyAnswer, query: AnomalyQuery): AnomaliesResponse {
  return {
    originMs: answer.plan.endMs,
    series: answer.series.map((one) => seriesToJson(one, answer, query)),
    notices: answer.notices,
  };
}

/** The JSON form of a baseline answer. */
export function baselineToJson(answer: AnomalyAnswer): BaselineResponse {
  return {
    originMs: answer.plan.endMs,
    series: answer.series.map((one) => ({ ...shownPart(one, answer), ...missingOf(one), notices: noticesOf(one) })),
    notices: answer.notices,
  };
}

function seriesToJson(one: SeriesAnomalies, answer: AnomalyAnswer, query: AnomalyQuery): SeriesAnomaliesJson {
  const { outcome, labels } = one;
  const part = shownPart(one, answer);
  if (outcome.kind !== 'detection') {
    return { ...part, score: [], severity: [], anomalies: [], thresholdScore: 0, ...missingOf(one), notices: [] };
  }
  const from = firstShown(one, answer);
  return {
    ...part,
    score: numbers(outcome.score.subarray(from)),
    severity: gatedSeverity(outcome, from),
    anomalies: outcome.anomalies
      .filter(({ endMs }) => endMs >= answer.plan.shownFromMs)
      .map((anomaly) => anomalyToJson(anomaly, outcome, feedbackFor(answer.feedback, labels, anomaly))),
    thresholdScore: thresholdScore(query, outcome, one.accepted),
    notices: outcome.notices,
  };
}

/** 0 where the decision is "no anomaly", whatever the score says. */
export function gatedSeverity({ severity, anomalous }: Detection, from: number): number[] {
  return Array.from(severity.subarray(from), (level, i) => (anomalous[from + i] === 0 ? 0 : level));
}

function shownPart(one: SeriesAnomalies, answer: AnomalyAnswer) {
  const { history, name, labels, outcome } = one;
  const from = firstShown(one, answer);
  const base = outcome.kind === 'detection' ? outcome.baseline : undefined;
  return {
    name,
    labels,
    startMs: history.startMs + from * history.stepMs,
    stepMs: history.stepMs,
    values: numbers(history.values.subarray(from)),
    expected: numbers((base?.expected ?? EMPTY).subarray(from)),
    bands: (base?.bands ?? []).map(({ level, lower, upper }) => ({
      level,
      lower: numbers(lower.subarray(from)),
      upper: numbers(upper.subarray(from)),
    })),
  };
}

const EMPTY = new Float64Array(0);

/** Index of the first sample that was asked for. */
export function firstShown({ history }: SeriesAnomalies, { plan }: AnomalyAnswer): number {
  return Math.max(0, Math.round((plan.shownFromMs - history.startMs) / history.stepMs));
}

function missingOf({ outcome }: SeriesAnomalies): Pick<SeriesAnomaliesJson, 'missing'> {
  return outcome.kind === 'detection' ? {} : { missing: { kind: outcome.kind, reason: outcome.reason } };
}

function noticesOf({ outcome }: SeriesAnomalies): readonly string[] {
  return outcome.kind === 'detection' ? outcome.notices : [];
}

function anomalyToJson(anomaly: Anomaly, detection: Detection, feedback: Feedback | undefined): AnomalyJson {
  const { peak, evidence, startMs, endMs, isOpen, severity, direction } = anomaly;
  const at = Math.round((peak.timeMs - detection.startMs) / detection.stepMs);
  const [band] = detection.baseline.bands;
  return {
    ...{ startMs, endMs, isOpen, severity, direction },
    peak: {
      timeMs: peak.timeMs,
      value: peak.value,
      expected: number(peak.expected),
      lower: number(band?.lower[at] ?? NaN),
      upper: number(band?.upper[at] ?? NaN),
      score: peak.score,
    },
    evidence: evidence.map(({ detector, raw, sentence }) => ({ detector, raw, sentence })),
    ...(feedback === undefined ? {} : { feedback: { id: feedback.id, verdict: feedback.verdict } }),
  };
}

function numbers(values: Float64Array): JsonNumber[] {
  return Array.from(values, number);
}

function number(value: number): JsonNumber {
  return Number.isFinite(value) ? value : null;
}
