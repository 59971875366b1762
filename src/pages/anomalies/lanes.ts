import type { Severity } from '#model/anomaly/types.ts';
import { gravest, severityRank } from '../../shared/anomaly/severity.ts';
import { type Incident, overlaps } from './incidents.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BUCKETS = [1, 2, 5, 10, 15, 30]
  .map((count) => count * MINUTE)
  .concat([1, 2, 3, 6, 12].map((count) => count * HOUR))
  .concat([1, 2, 7, 14, 30].map((count) => count * DAY));
/** Series that have a lane of their own. */
const MOST_LANES = 10;

/** A stretch of time in a lane. */
export interface Cell {
  readonly fromMs: number;
  readonly toMs: number;
  /** The gravest in it; `undefined`: nothing unusual. */
  readonly severity: Severity | undefined;
  /** The highest score of its incidents, 0–100. */
  readonly score: number;
  readonly count: number;
}

/** One row of cells. */
export interface Lane {
  /** The series; `undefined` for all of them together. */
  readonly key: string | undefined;
  readonly name: string;
  /** Its signal; empty for all of them together. */
  readonly detail: string;
  readonly cells: readonly Cell[];
}

/** Cuts a range into at most as many buckets as there is room for, on whole hours or days where these fit. */
export function toBuckets(fromMs: number, toMs: number, most: number): Array<readonly [number, number]> {
  const size =
    BUCKETS.find((bucket) => (toMs - fromMs) / bucket <= most - 1) ?? Math.ceil((toMs - fromMs) / (most - 1));
  const first = Math.floor(fromMs / size) * size;
  const count = Math.max(1, Math.ceil((toMs - first) / size));
  return Array.from({ length: count }, (_, i) => [first + i * size, first + (i + 1) * size] as const);
}

/** The lane of everything, as far as everything is known, then those of the series with the highest scores. */
export function toLanes(
  incidents: readonly Incident[],
  buckets: ReadonlyArray<readonly [number, number]>,
  isComplete: boolean
): Lane[] {
  const bySeries = new Map<string, Incident[]>();
  for (const incident of incidents) {
    bySeries.set(incident.lane, [...(bySeries.get(incident.lane) ?? []), incident]);
  }
  const top = [...bySeries.entries()].sort(([, a], [, b]) => worstFirst(a, b)).slice(0, MOST_LANES);
  return [
    {
      key: undefined,
      name: isComplete ? 'All series' : 'All series so far',
      detail: '',
      cells: toCells(incidents, buckets),
    },
    ...top.map(([key, own]) => ({ key, ...namesOf(own), cells: toCells(own, buckets) })),
  ];
}

function namesOf([first]: readonly Incident[]): { name: string; detail: string } {
  return { name: first?.series.name ?? '', detail: first?.signal.name ?? '' };
}

function worstFirst(a: readonly Incident[], b: readonly Incident[]): number {
  return highestScore(b) - highestScore(a) || severest(b) - severest(a) || b.length - a.length;
}

function severest(incidents: readonly Incident[]): number {
  return Math.max(0, ...incidents.map(({ anomaly }) => severityRank(anomaly.severity)));
}

function highestScore(incidents: readonly Incident[]): number {
  return incidents.reduce((highest, { anomaly }) => Math.max(highest, anomaly.peak.score), 0);
}

function toCells(incidents: readonly Incident[], buckets: ReadonlyArray<readonly [number, number]>): Cell[] {
  return buckets.map(([fromMs, toMs]) => {
    const inside = incidents.filter((incident) => overlaps(incident, fromMs, toMs));
    const severity = gravest(inside.map(({ anomaly }) => anomaly.severity));
    return { fromMs, toMs, severity, score: highestScore(inside), count: inside.length };
  });
}
