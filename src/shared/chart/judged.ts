import type { BandJson, JsonNumber, SeriesForecastJson } from '#contract/rest.ts';
import type { Severity } from '#model/anomaly/types.ts';
import type { Columns } from './columns.ts';

/** A stretch in which a series was not as usual. */
export interface JudgedStretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly severity: Severity;
  /** What happened, for people. */
  readonly text: string;
}

/** A series beside what was usual for it; one value a sample of the series in every column. */
export interface Judged {
  readonly bands: readonly BandJson[];
  /** 0–100; empty where nothing was scored. */
  readonly score: readonly JsonNumber[];
  readonly stretches: readonly JudgedStretch[];
}

/** A series with its bands on one axis, the widest first; nothing is predicted. */
export function judgedColumns({ actual, stepMs }: SeriesForecastJson, { bands }: Judged): Columns {
  const { startMs, values } = actual;
  return {
    times: values.map((_, i) => startMs + i * stepMs),
    actual: values,
    predicted: values.map(() => null),
    bands: [...bands].sort((a, b) => b.level - a.level),
  };
}

/** The stretch at a moment; where two meet, the later one. */
export function stretchAt({ stretches }: Judged, ms: number): JudgedStretch | undefined {
  return [...stretches].reverse().find(({ startMs, endMs }) => startMs <= ms && ms <= endMs);
}
