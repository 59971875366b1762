import type { AnnotationEvent, DataFrame } from '@grafana/data';
import type { ValueUnit } from '../../shared/forecast/units.ts';
import { SEVERITY_LOOKS } from '../../shared/anomaly/severity.ts';
import type { Severity } from '#model/anomaly/types.ts';

/** One row of the engine's table of anomalies. */
interface Row {
  readonly severity: Severity;
  readonly series: string;
  readonly startMs: number;
  /** `undefined` while it goes on. */
  readonly endMs: number | undefined;
  readonly value: number;
  readonly usual: number | undefined;
  readonly score: number;
  readonly why: string;
}

/**
 * Each row of an answer in the form of a table as a stretch on a dashboard's graphs, earliest first. The table is a small
 * part of what the same query answers with all samples.
 *
 * @param nowMs until when one that goes on is drawn
 */
export function anomalyEvents(frames: readonly DataFrame[], unit: ValueUnit, nowMs: number): AnnotationEvent[] {
  return frames
    .flatMap(rowsOf)
    .sort((a, b) => a.startMs - b.startMs)
    .map((row) => toEvent(row, unit, nowMs));
}

function toEvent(row: Row, unit: ValueUnit, nowMs: number): AnnotationEvent {
  const { severity, series, startMs, endMs, value, usual } = row;
  const side = usual !== undefined && value < usual ? 'below' : 'above';
  const timeEnd = Math.max(startMs, endMs ?? nowMs);
  return {
    time: startMs,
    timeEnd,
    isRegion: timeEnd > startMs,
    title: `${SEVERITY_LOOKS[severity].label}: ${series} ${side} what is usual`,
    text: textOf(row, unit),
    tags: ['anomaly', severity, side],
  };
}

/** "0.5, usually 0.08. 106 robust standard deviations above the usual value. Score 67." */
function textOf({ value, usual, why, score, endMs }: Row, unit: ValueUnit): string {
  return [
    usual === undefined ? unit.format(value) : `${unit.format(value)}, usually ${unit.format(usual)}`,
    `${why.charAt(0).toUpperCase()}${why.slice(1)}`,
    `Score ${Math.round(score)}`,
    endMs === undefined ? 'It goes on' : '',
  ]
    .filter((sentence) => sentence !== '')
    .map((sentence) => sentence.replace(/\.?$/, '.'))
    .join(' ');
}

function rowsOf({ fields, length }: DataFrame): Row[] {
  return Array.from({ length }, (_, i) =>
    toRow(Object.fromEntries(fields.map(({ name, values }) => [name, values[i]])))
  ).filter((row) => row !== undefined);
}

/** `undefined` for what is no row of such a table. */
function toRow(cells: Readonly<Record<string, unknown>>): Row | undefined {
  const severity = cells['Severity'];
  const startMs = numberOf(cells['Start']);
  return startMs === undefined || !isSeverity(severity)
    ? undefined
    : {
        severity,
        startMs,
        series: textIn(cells['Series']),
        endMs: numberOf(cells['End']),
        value: numberOf(cells['Value']) ?? NaN,
        usual: numberOf(cells['Usual']),
        score: numberOf(cells['Score']) ?? 0,
        why: textIn(cells['Why']),
      };
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isSeverity(word: unknown): word is Severity {
  return typeof word === 'string' && Object.hasOwn(SEVERITY_LOOKS, word);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
