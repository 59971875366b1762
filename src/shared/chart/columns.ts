import type { BandJson, JsonNumber, SeriesForecastJson } from '#contract/rest.ts';

/** A series on one time axis from the first actual sample to the horizon; `null` where a line has a gap. */
export interface Columns {
  /** Unix milliseconds, one step apart. */
  readonly times: readonly number[];
  readonly actual: readonly JsonNumber[];
  readonly predicted: readonly JsonNumber[];
  /** Widest first, so that a narrower band is painted over a wider one. */
  readonly bands: readonly BandJson[];
}

/**
 * Puts actual and predicted values on one axis. Where the last actual value is known, the prediction and its bands
 * start from it, so that the lines meet.
 */
export function toColumns({ actual, predicted, stepMs }: SeriesForecastJson): Columns {
  const startMs = actual.values.length > 0 || predicted === undefined ? actual.startMs : predicted.startMs;
  const offset = predicted === undefined ? 0 : Math.round((predicted.startMs - startMs) / stepMs);
  const length = Math.max(actual.values.length, offset + (predicted?.mean.length ?? 0));
  const last = actual.values[offset - 1] ?? null;
  const place = (values: readonly JsonNumber[], at: number): JsonNumber[] =>
    Array.from({ length }, (_, i) => values[i - at] ?? null);
  const continued = (values: readonly JsonNumber[]) =>
    offset > 0 ? place([last, ...values], offset - 1) : place(values, offset);
  return {
    times: Array.from({ length }, (_, i) => startMs + i * stepMs),
    actual: place(actual.values, 0),
    predicted: continued(predicted?.mean ?? []),
    bands: [...(predicted?.bands ?? [])]
      .sort((a, b) => b.level - a.level)
      .map(({ level, lower, upper }) => ({ level, lower: continued(lower), upper: continued(upper) })),
  };
}

/** Whether there is anything to draw. */
export function isEmpty({ actual, predicted }: Columns): boolean {
  return [...actual, ...predicted].every((value) => value === null);
}
