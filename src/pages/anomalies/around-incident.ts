import type { SeriesAnomaliesJson } from '#contract/anomaly-rest.ts';
import type { Incident } from './incidents.ts';

const HOUR = 3_600_000;
/** Lengths of the incident that are shown before and after it. */
const SHOWN_LENGTHS = 3;

/** The stretch of time in which an incident is seen among what was usual, within what there is. */
export function aroundIncident({ fromMs, untilMs, series }: Incident, nowMs: number): readonly [number, number] {
  const room = Math.max(12 * HOUR, SHOWN_LENGTHS * (untilMs - fromMs));
  return [Math.max(series.startMs, fromMs - room), Math.min(nowMs, untilMs + room)];
}

/** A series between two moments, so that the axis fits what is shown. */
export function cutSeries(series: SeriesAnomaliesJson, fromMs: number, toMs: number): SeriesAnomaliesJson {
  const { startMs, stepMs, values, expected, bands, score, severity, anomalies } = series;
  const first = Math.max(0, Math.ceil((fromMs - startMs) / stepMs));
  const end = Math.max(first, Math.floor((toMs - startMs) / stepMs) + 1);
  const cut = <T>(column: readonly T[]) => column.slice(first, end);
  return {
    ...series,
    startMs: startMs + first * stepMs,
    values: cut(values),
    expected: cut(expected),
    bands: bands.map(({ level, lower, upper }) => ({ level, lower: cut(lower), upper: cut(upper) })),
    score: cut(score),
    severity: cut(severity),
    anomalies: anomalies.filter((anomaly) => anomaly.endMs >= fromMs && anomaly.startMs <= toMs),
  };
}
