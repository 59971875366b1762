import type { AnomalyQuery, BaselineQuery } from '#contract/anomaly-query.ts';
import type { AnomalyAnswer, SeriesAnomalies } from '../../app/anomaly/anomaly-query.ts';
import { feedbackFor } from '../../app/anomaly/feedback.ts';
import { firstShown, gatedSeverity } from '../../app/anomaly/wire.ts';
import { emptyFrame } from './forecast-frames.ts';
import type { FieldValues, Frame, FrameField } from './frame.ts';
import { toNotices } from './notices.ts';

/** A neutral band behind a series; Grafana's own grey. */
const BAND_COLOR = { mode: 'fixed', fixedColor: 'text' };
const ANOMALY_COLOR = { mode: 'fixed', fixedColor: 'red' };

/**
 * Value and baseline of each series over time, styled so that the core time series panel draws the band; for anomaly
 * queries with the anomalous stretches, which that panel draws, and score and severity, which it hides.
 */
export function anomalyFrames(answer: AnomalyAnswer, refId: string, isJudged: boolean): Frame[] {
  const notices = allNotices(answer);
  const frames = answer.series.map((one, i) => seriesFrame(one, answer, refId, isJudged, i === 0 ? notices : []));
  return frames.length === 0 ? [emptyFrame(refId, notices)] : frames;
}

function seriesFrame(
  one: SeriesAnomalies,
  answer: AnomalyAnswer,
  refId: string,
  isJudged: boolean,
  notices: readonly string[]
): Frame {
  const { history, name, labels, outcome } = one;
  const from = firstShown(one, answer);
  const length = history.values.length - from;
  const ms = Float64Array.from({ length }, (_, i) => history.startMs + (from + i) * history.stepMs);
  const value = field(name, labels, history.values.subarray(from), { displayNameFromDS: name });
  const fields: FrameField[] = [{ name: 'time', values: { type: 'time', ms } }, value];
  if (outcome.kind === 'detection') {
    const { baseline, score } = outcome;
    for (const { level, lower, upper } of [...baseline.bands].reverse()) {
      fields.push(...bandFields(name, labels, level, lower.subarray(from), upper.subarray(from)));
    }
    const usual = `${name} usual`;
    fields.push(
      field(usual, labels, baseline.expected.subarray(from), {
        displayNameFromDS: usual,
        color: BAND_COLOR,
        custom: { lineWidth: 1, lineStyle: { fill: 'dash', dash: [2, 4] }, hideFrom: { legend: true } },
      })
    );
    if (isJudged) {
      const severity = Float64Array.from(gatedSeverity(outcome, from));
      fields.push(
        anomalousField(name, labels, history.values.subarray(from), severity),
        hidden(`${name} score`, labels, score.subarray(from)),
        hidden(`${name} severity`, labels, severity)
      );
    }
  }
  const custom = { headroom: { kind: isJudged ? 'anomaly' : 'baseline', anomalies: anomaliesOf(one, answer) } };
  return {
    name,
    refId,
    meta: { type: 'timeseries-wide', typeVersion: [0, 1], notices: toNotices(notices), custom },
    fields,
  };
}

function anomaliesOf({ outcome, labels }: SeriesAnomalies, { feedback, plan }: AnomalyAnswer) {
  return outcome.kind === 'detection'
    ? outcome.anomalies
        .filter(({ endMs }) => endMs >= plan.shownFromMs)
        .map((anomaly) => ({ ...anomaly, verdict: feedbackFor(feedback, labels, anomaly)?.verdict ?? null }))
    : [];
}

function bandFields(
  name: string,
  labels: SeriesAnomalies['labels'],
  level: number,
  lower: Float64Array,
  upper: Float64Array
): FrameField[] {
  const line = { lineWidth: 0, hideFrom: { legend: true, tooltip: true, viz: false } };
  const low = `${name} usual ${level}% lower`;
  const high = `${name} usual ${level}% upper`;
  return [
    field(low, labels, lower, { displayNameFromDS: low, color: BAND_COLOR, custom: { ...line, fillOpacity: 0 } }),
    field(high, labels, upper, {
      displayNameFromDS: high,
      color: BAND_COLOR,
      custom: { ...line, fillOpacity: 8, fillBelowTo: low },
    }),
  ];
}

/** The value again where it is anomalous, drawn over it: thick and red, and nothing anywhere else. */
function anomalousField(
  name: string,
  labels: SeriesAnomalies['labels'],
  values: Float64Array,
  severity: Float64Array
): FrameField {
  const numbers = values.map((value, i) => (severity[i] === 0 ? NaN : value));
  const hide = numbers.every(Number.isNaN);
  return field(`${name} anomalous`, labels, numbers, {
    displayNameFromDS: `${name} anomalous`,
    color: ANOMALY_COLOR,
    custom: {
      lineWidth: 3,
      fillOpacity: 0,
      showPoints: 'always',
      pointSize: 4,
      spanNulls: false,
      hideFrom: { legend: hide, tooltip: hide, viz: hide },
    },
  });
}

function hidden(name: string, labels: SeriesAnomalies['labels'], numbers: Float64Array): FrameField {
  const custom = { hideFrom: { legend: true, tooltip: true, viz: true } };
  return field(name, labels, numbers, { displayNameFromDS: name, custom });
}

function field(
  name: string,
  labels: SeriesAnomalies['labels'],
  numbers: Float64Array,
  config: FrameField['config'] & object
): FrameField {
  return { name, labels, config, values: { type: 'number', numbers } };
}

/**
 * One number a series as of its newest sample: severity after all gates, or score before them. A series that cannot be
 * judged, or whose newest sample is missing, has no row, which rules take as "no data".
 */
export function anomalyNumericFrame(answer: AnomalyAnswer, query: AnomalyQuery, refId: string): Frame {
  const rows = answer.series.flatMap((one) => {
    const value = newest(one, query.measure);
    return value === undefined ? [] : [{ labels: one.labels, value }];
  });
  const notices = allNotices(answer);
  if (rows.length === 0) {
    return emptyFrame(refId, notices);
  }
  const keys = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))].sort();
  const fields: FrameField[] = [
    ...keys.map((key) => ({ name: key, values: strings(rows.map(({ labels }) => labels[key])) })),
    { name: query.measure, values: { type: 'number', numbers: Float64Array.from(rows, ({ value }) => value) } },
  ];
  return { name: '', refId, meta: { type: 'numeric-long', typeVersion: [0, 1], notices: toNotices(notices) }, fields };
}

/** Of the last two samples, since the newest step is often not scraped yet. */
function newest({ outcome, history }: SeriesAnomalies, measure: AnomalyQuery['measure']): number | undefined {
  if (outcome.kind !== 'detection') {
    return undefined;
  }
  const { values } = history;
  const last = values.length - 1;
  const at = Number.isNaN(values[last]) ? last - 1 : last;
  if (at < 0 || Number.isNaN(values[at])) {
    return undefined;
  }
  return measure === 'score' ? outcome.score[at] : gatedSeverity(outcome, at)[0];
}

/** One row an anomaly in the range, newest first. */
export function anomalyTableFrame(answer: AnomalyAnswer, refId: string): Frame {
  const rows = answer.series
    .flatMap((one) => anomaliesOf(one, answer).map((anomaly) => ({ name: one.name, anomaly })))
    .sort((a, b) => b.anomaly.startMs - a.anomaly.startMs);
  const number = (of: (row: (typeof rows)[number]) => number): FieldValues => ({
    type: 'number',
    numbers: Float64Array.from(rows, of),
  });
  const time = (of: (row: (typeof rows)[number]) => number): FieldValues => ({
    type: 'time',
    ms: Float64Array.from(rows, of),
  });
  const fields: FrameField[] = [
    { name: 'Severity', values: strings(rows.map(({ anomaly }) => anomaly.severity)) },
    { name: 'Series', values: strings(rows.map(({ name }) => name)) },
    { name: 'Start', values: time(({ anomaly }) => anomaly.startMs) },
    { name: 'End', values: time(({ anomaly }) => (anomaly.isOpen ? NaN : anomaly.endMs)) },
    { name: 'Value', values: number(({ anomaly }) => anomaly.peak.value) },
    { name: 'Usual', values: number(({ anomaly }) => anomaly.peak.expected) },
    { name: 'Score', config: { min: 0, max: 100, decimals: 0 }, values: number(({ anomaly }) => anomaly.peak.score) },
    { name: 'Why', values: strings(rows.map(({ anomaly }) => anomaly.evidence[0]?.sentence ?? '')) },
    { name: 'Feedback', values: strings(rows.map(({ anomaly }) => anomaly.verdict ?? '')) },
  ];
  const meta = { preferredVisualisationType: 'table', notices: toNotices(allNotices(answer)) };
  return { name: '', refId, meta, fields };
}

/** Frames for whatever form an anomaly query asks; rules always get one number a series. */
export function anomalyAnswerFrames(
  answer: AnomalyAnswer,
  query: AnomalyQuery | BaselineQuery,
  refId: string,
  fromAlert: boolean
): Frame[] {
  if (query.queryType === 'baseline') {
    return anomalyFrames(answer, refId, false);
  }
  if (fromAlert || query.format === 'numeric') {
    return [anomalyNumericFrame(answer, query, refId)];
  }
  return query.format === 'table' ? [anomalyTableFrame(answer, refId)] : anomalyFrames(answer, refId, true);
}

function allNotices({ series, notices }: AnomalyAnswer): string[] {
  const own = series.flatMap(({ name, outcome }) =>
    outcome.kind === 'detection' ? outcome.notices.map((text) => `${name}: ${text}`) : [`${name}: ${outcome.reason}`]
  );
  return [...notices, ...own];
}

function strings(values: readonly (string | undefined)[]): FieldValues {
  return { type: 'string', strings: values };
}
