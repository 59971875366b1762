import type { AnomalyJson, SeriesAnomaliesJson, WatchedSignalJson } from '#contract/anomaly-rest.ts';
import type { Severity } from '#model/anomaly/types.ts';
import { severityRank } from '../../shared/anomaly/severity.ts';
import type { SignalAnswer } from './ask-page.ts';

/** One anomaly with the series and the signal that it belongs to. */
export interface Incident {
  /** Names it in the address, for as long as it is found again. */
  readonly id: string;
  /** Names its series. */
  readonly lane: string;
  readonly signal: WatchedSignalJson;
  readonly series: SeriesAnomaliesJson;
  readonly anomaly: AnomalyJson;
  readonly fromMs: number;
  /** End of its last sample's step. */
  readonly untilMs: number;
}

/** Which incidents are wanted; `undefined` wants all. */
export interface Filters {
  readonly signal: string | undefined;
  /** The mildest severity. */
  readonly severity: Severity | undefined;
  readonly words: string | undefined;
}

/** Some cells of one lane, or of the lane of all series. */
export interface Selection {
  readonly lane: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
}

/** All incidents of the answers, newest first. */
export function toIncidents(signals: readonly SignalAnswer[]): Incident[] {
  return signals
    .flatMap(({ signal, answer }) =>
      (answer?.series ?? []).flatMap((series) => series.anomalies.map((anomaly) => toIncident(signal, series, anomaly)))
    )
    .sort((a, b) => b.fromMs - a.fromMs || b.anomaly.peak.score - a.anomaly.peak.score);
}

function toIncident(signal: WatchedSignalJson, series: SeriesAnomaliesJson, anomaly: AnomalyJson): Incident {
  const lane = `${signal.id}~${series.name}`;
  return {
    id: `${anomaly.startMs}~${lane}`,
    lane,
    signal,
    series,
    anomaly,
    fromMs: anomaly.startMs,
    untilMs: anomaly.endMs + series.stepMs,
  };
}

/** The incidents that the filters let through. */
export function filterIncidents(incidents: readonly Incident[], { signal, severity, words }: Filters): Incident[] {
  const least = severity === undefined ? 0 : severityRank(severity);
  const wanted = (words ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return incidents.filter(
    (incident) =>
      (signal === undefined || incident.signal.id === signal) &&
      severityRank(incident.anomaly.severity) >= least &&
      wanted.every((word) => textOf(incident).includes(word))
  );
}

function textOf({ series, signal }: Incident): string {
  return [series.name, signal.name, ...Object.values(series.labels)].join(' ').toLowerCase();
}

/** The incidents in the selected cells; without a selection all of them. */
export function selectIncidents(incidents: readonly Incident[], selection: Selection | undefined): Incident[] {
  return incidents.filter(
    (incident) =>
      selection === undefined ||
      ((selection.lane === undefined || selection.lane === incident.lane) &&
        overlaps(incident, selection.fromMs, selection.toMs))
  );
}

/** Incidents of other series while one lasts, the nearest in score first. */
export function companionsOf(incident: Incident, incidents: readonly Incident[]): Incident[] {
  return incidents
    .filter((other) => other.lane !== incident.lane && overlaps(other, incident.fromMs, incident.untilMs))
    .sort((a, b) => b.anomaly.peak.score - a.anomaly.peak.score);
}

/** Earlier and later incidents of the same series, newest first. */
export function othersOfSeries(incident: Incident, incidents: readonly Incident[]): Incident[] {
  return incidents.filter((other) => other.lane === incident.lane && other.id !== incident.id);
}

/** Whether an incident lies at least partly within a half-open stretch of time. */
export function overlaps({ fromMs, untilMs }: Incident, startMs: number, endMs: number): boolean {
  return fromMs < endMs && untilMs > startMs;
}
