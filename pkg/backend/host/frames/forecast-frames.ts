import type { ForecastFrameMeta } from '#contract/frame-meta.ts';
import type { ServedJson } from '#contract/rest.ts';
import type { Band, Forecast } from '#model/forecast/types.ts';
import type { ForecastAnswer, SeriesForecast } from '../../app/forecast-query.ts';
import type { Frame, FrameField } from './frame.ts';
import { toNotices } from './notices.ts';

/** Hues by group; red is kept for capacity. Names of Grafana's palette, so that themes apply. */
const HUES = [
  'blue',
  'green',
  'orange',
  'purple',
  'yellow',
  'super-light-blue',
  'super-light-green',
  'super-light-orange',
];
/** With more series than this the bands of all would cover each other, so they are sent but not drawn. */
const MOST_WITH_BANDS = 3;
const HIDDEN = { viz: true, legend: true, tooltip: true };

/**
 * Frames that the core time series panel draws as actual, bands and dashed prediction: one wide frame a series, in
 * the order actual, then each band from the widest as lower and upper, then predicted, then capacity. The predicted
 * line starts at the last actual value, so that the two join.
 */
export function forecastFrames(answer: ForecastAnswer, refId: string): Frame[] {
  const crowded = answer.series.length > MOST_WITH_BANDS;
  const frames = answer.series.map((series, i) => seriesFrame(series, answer, refId, hue(i), crowded));
  const [first] = frames;
  if (first === undefined) {
    return [emptyFrame(refId, answer.notices)];
  }
  const notices = toNotices([...answer.notices, ...answer.series.flatMap(seriesNotices)]);
  return [{ ...first, meta: { ...first.meta, notices } }, ...frames.slice(1)];
}

/**
 * Frames for alert rules and expressions: the predicted line alone, one frame a series. Of the notices only those on
 * the whole answer and on series without a forecast.
 */
export function predictedFrames(answer: ForecastAnswer, refId: string): Frame[] {
  const frames = answer.series.flatMap(({ name, labels, outcome }): Frame[] =>
    outcome.kind === 'forecast'
      ? [
          {
            name,
            refId,
            meta: { type: 'timeseries-multi', typeVersion: [0, 1] },
            fields: [
              {
                name: 'time',
                values: { type: 'time', ms: grid(outcome.startMs, outcome.stepMs, outcome.mean.length) },
              },
              { name: 'predicted', labels, values: { type: 'number', numbers: outcome.mean } },
            ],
          },
        ]
      : []
  );
  const notices = [...answer.notices, ...answer.series.flatMap(missingNotices)];
  const [first, ...rest] = frames;
  return first === undefined
    ? [emptyFrame(refId, notices)]
    : [{ ...first, meta: { ...first.meta, notices: toNotices(notices) } }, ...rest];
}

/** A frame that says "no data" and why. */
export function emptyFrame(refId: string, notices: readonly string[]): Frame {
  return { name: '', refId, meta: { notices: toNotices(notices) }, fields: [] };
}

function seriesNotices(series: SeriesForecast): string[] {
  const { name, outcome } = series;
  return outcome.kind === 'forecast' ? outcome.notices.map((text) => `${name}: ${text}`) : missingNotices(series);
}

function missingNotices({ name, outcome }: SeriesForecast): string[] {
  return outcome.kind === 'forecast' ? [] : [`${name}: ${outcome.reason}`];
}

function hue(index: number): string {
  return HUES[index % HUES.length] ?? 'blue';
}

function seriesFrame(
  series: SeriesForecast,
  answer: ForecastAnswer,
  refId: string,
  color: string,
  crowded: boolean
): Frame {
  const { name, labels, actual, outcome, capacity } = series;
  const forecast = outcome.kind === 'forecast' ? outcome : undefined;
  const past = actual.values.length;
  const length = past + (forecast?.mean.length ?? 0);
  const style = { name, labels, color, crowded };
  const fields: FrameField[] = [
    { name: 'time', values: { type: 'time', ms: grid(actual.startMs, actual.stepMs, length) } },
    actualField(style, padded(actual.values, 0, length)),
    ...(forecast === undefined ? [] : forecastFields(style, forecast, actual.values, length)),
    ...(capacity === undefined ? [] : [capacityField(style, new Float64Array(length).fill(capacity))]),
  ];
  return { name, refId, fields, meta: frameMeta(series, answer) };
}

function frameMeta(series: SeriesForecast, answer: ForecastAnswer): Record<string, unknown> {
  const { outcome, capacity, breach } = series;
  const { originMs, stepMs } = answer.plan;
  const headroom: ForecastFrameMeta = {
    kind: 'forecast',
    originMs,
    stepMs,
    ...servedMeta(answer),
    ...(capacity === undefined ? {} : { capacity }),
    ...breachMeta(breach),
    ...(outcome.kind === 'forecast'
      ? { trust: outcome.trust, notices: outcome.notices }
      : { missing: { kind: outcome.kind, reason: outcome.reason } }),
  };
  return { type: 'timeseries-wide', typeVersion: [0, 1], custom: { headroom } };
}

function breachMeta(series: SeriesForecast['breach']): Pick<ForecastFrameMeta, 'breach'> {
  if (series?.answer.kind !== 'breach') {
    return {};
  }
  const { direction, current = null } = series;
  const { breach, probability } = series.answer;
  const { state, earliestMs = null, medianMs = null, latestMs = null } = breach;
  const cumulative = Array.from(breach.cumulative);
  return { breach: { direction, current, state, probability, earliestMs, medianMs, latestMs, cumulative } };
}

/** Which stored forecast an answer came from; nothing on the fast path. */
export function servedMeta({ stored }: Pick<ForecastAnswer, 'stored'>): Partial<ServedJson> {
  return stored === undefined ? {} : { served: 'stored', stored };
}

interface Style {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly color: string;
  readonly crowded: boolean;
}

function field(
  style: Style,
  part: string,
  display: string,
  numbers: Float64Array,
  custom: object,
  color?: string
): FrameField {
  return {
    name: part,
    labels: { ...style.labels, headroom: part },
    config: {
      displayNameFromDS: display,
      color: { mode: 'fixed', fixedColor: color ?? style.color },
      custom,
    },
    values: { type: 'number', numbers },
  };
}

function actualField(style: Style, numbers: Float64Array): FrameField {
  return field(style, 'actual', style.name, numbers, {
    lineWidth: 1,
    fillOpacity: 0,
    showPoints: 'never',
    spanNulls: false,
  });
}

function forecastFields(style: Style, forecast: Forecast, actual: Float64Array, length: number): FrameField[] {
  const past = actual.length;
  const predicted = padded(forecast.mean, past, length);
  if (past > 0) {
    predicted[past - 1] = actual[past - 1] ?? NaN;
  }
  const widestFirst = [...forecast.bands].sort((a, b) => b.level - a.level);
  return [
    ...widestFirst.flatMap((band, i) => bandFields(style, band, past, length, i === widestFirst.length - 1 ? 15 : 10)),
    field(style, 'predicted', `${style.name} predicted`, predicted, {
      lineWidth: 2,
      lineStyle: { fill: 'dash', dash: [6, 4] },
      fillOpacity: 0,
      showPoints: 'never',
      spanNulls: false,
    }),
  ];
}

function bandFields(style: Style, band: Band, past: number, length: number, fillOpacity: number): FrameField[] {
  const label = `${style.name} ${band.level}%`;
  const shared = {
    lineWidth: 0,
    showPoints: 'never',
    spanNulls: false,
    hideFrom: style.crowded ? HIDDEN : { viz: false, legend: true, tooltip: false },
  };
  const lower = field(style, `lower${band.level}`, `${label} lower`, padded(band.lower, past, length), {
    ...shared,
    fillOpacity: 0,
  });
  const upper = field(style, `upper${band.level}`, `${label} upper`, padded(band.upper, past, length), {
    ...shared,
    fillOpacity,
    fillBelowTo: `${label} lower`,
  });
  return [lower, upper];
}

function capacityField(style: Style, numbers: Float64Array): FrameField {
  const custom = {
    lineWidth: 1,
    lineStyle: { fill: 'dash', dash: [10, 10] },
    fillOpacity: 0,
    showPoints: 'never',
    ...(style.crowded ? { hideFrom: HIDDEN } : {}),
  };
  return field(style, 'capacity', `${style.name} capacity`, numbers, custom, 'red');
}

function padded(values: Float64Array, offset: number, length: number): Float64Array {
  const out = new Float64Array(length).fill(NaN);
  out.set(values, offset);
  return out;
}

function grid(startMs: number, stepMs: number, length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => startMs + i * stepMs);
}
