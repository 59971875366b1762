import type { AnomalyJson, SeriesAnomaliesJson, WatchedSignalJson } from '../../pkg/contract/anomaly-rest.ts';

const MINUTE = 60_000;

/** An anomaly of a minute's steps, its peak in its middle. */
export function anomaly(startMs: number, endMs: number, changes: Partial<AnomalyJson> = {}): AnomalyJson {
  return {
    startMs,
    endMs,
    isOpen: false,
    severity: 'warning',
    direction: 'up',
    peak: { timeMs: (startMs + endMs) / 2, value: 5, expected: 2, lower: 1, upper: 3, score: 60 },
    evidence: [{ detector: 'seasonal', raw: 6.1, sentence: '6.1 robust standard deviations above the usual value' }],
    ...changes,
  };
}

/** A constant series of an hour in steps of a minute, with anomalies. */
export function judgedSeries(name: string, anomalies: readonly AnomalyJson[] = []): SeriesAnomaliesJson {
  const column = (value: number) => Array.from({ length: 60 }, () => value);
  return {
    name,
    labels: { container: name },
    startMs: 0,
    stepMs: MINUTE,
    values: column(2),
    expected: column(2),
    bands: [
      { level: 95, lower: column(1), upper: column(3) },
      { level: 99, lower: column(0), upper: column(4) },
    ],
    score: column(7),
    severity: column(0),
    anomalies,
    thresholdScore: 50,
    notices: [],
  };
}

/** A watched signal by its id. */
export function watchedSignal(id: string): WatchedSignalJson {
  return { id, version: 1, name: `Signal ${id}`, unit: 'short', query: { expr: id }, createdBy: 'nadia', updatedMs: 0 };
}
