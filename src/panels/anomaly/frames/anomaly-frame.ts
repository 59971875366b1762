import { type DataFrame, type Field, FieldType } from '@grafana/data';
import type { AnomalyJson } from '#contract/anomaly-rest.ts';
import type { BandJson, JsonNumber } from '#contract/rest.ts';
import type { JudgedSeries } from '../../../shared/anomaly/judged-view.ts';
import { isHidden, type NamedField, timeField } from '../../../shared/panel/fields.ts';

/** A series of the panel with what was usual for it. */
export interface PanelJudged extends NamedField {
  readonly judged: JudgedSeries;
}

type FrameAnomaly = Omit<AnomalyJson, 'feedback' | 'peak'> & {
  readonly peak: Omit<AnomalyJson['peak'], 'lower' | 'upper'>;
};

interface AnomalyMeta {
  readonly kind: 'anomaly' | 'baseline';
  readonly anomalies: readonly FrameAnomaly[];
}

/** Whether a frame is a baseline or an anomaly answer of the Headroom data source. */
export function isAnomalyFrame(frame: DataFrame): boolean {
  return metaOf(frame) !== undefined;
}

/** The series of such a frame; `undefined` when it is hidden or empty. */
export function readAnomalyFrame(frame: DataFrame): PanelJudged | undefined {
  const meta = metaOf(frame);
  const times = timeField(frame)?.values ?? [];
  const field = frame.fields.find(({ type }) => type === FieldType.number);
  const [startMs] = times;
  if (meta === undefined || field === undefined || startMs === undefined || isHidden(field)) {
    return undefined;
  }
  const stepMs = times.length > 1 ? (times[1] ?? 0) - startMs : 1;
  const bands = bandsOf(frame);
  const name = nameOf(field, frame);
  const judged: JudgedSeries = {
    name,
    labels: field.labels ?? {},
    startMs,
    stepMs,
    values: known(field),
    bands,
    score: known(frame.fields.find((one) => one.name.endsWith(' score'))),
    anomalies: meta.anomalies.map((anomaly) => withBand(anomaly, bands, startMs, stepMs)),
    notices: [],
  };
  return { field, name, judged };
}

/** The user's name for it before the engine's. */
function nameOf(field: Field, frame: DataFrame): string {
  return field.config.displayName ?? frame.name ?? field.name;
}

/** What was usual at the peak stands in the band's columns. */
function withBand(anomaly: FrameAnomaly, bands: readonly BandJson[], startMs: number, stepMs: number): AnomalyJson {
  const at = Math.round((anomaly.peak.timeMs - startMs) / stepMs);
  const narrow = [...bands].sort((a, b) => a.level - b.level)[0];
  const { lower, upper } = { lower: narrow?.lower[at] ?? null, upper: narrow?.upper[at] ?? null };
  return { ...anomaly, peak: { ...anomaly.peak, lower, upper } };
}

function bandsOf({ fields }: DataFrame): BandJson[] {
  return fields.flatMap((field): BandJson[] => {
    const [, stem = '', level] = /^(.* usual ([\d.]+)%) lower$/.exec(field.name) ?? [];
    const upper = fields.find(({ name }) => name === `${stem} upper`);
    return level === undefined || upper === undefined
      ? []
      : [{ level: Number(level), lower: known(field), upper: known(upper) }];
  });
}

function known(field: Field<number | null> | undefined): JsonNumber[] {
  return (field?.values ?? []).map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : null));
}

function metaOf({ meta }: DataFrame): AnomalyMeta | undefined {
  const { headroom } = (meta?.custom ?? {}) as { headroom?: Partial<AnomalyMeta> };
  const isOurs = headroom?.kind === 'anomaly' || headroom?.kind === 'baseline';
  return isOurs && Array.isArray(headroom.anomalies) ? (headroom as AnomalyMeta) : undefined;
}
