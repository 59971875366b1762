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
 * start from it, so that the lines meet. O(n), with plain loops: dashboards make thousands of values into columns
 * before the first picture.
 */
export function toColumns({ actual, predicted, stepMs }: SeriesForecastJson): Columns {
  const startMs = actual.values.length > 0 || predicted === undefined ? actual.startMs : predicted.startMs;
  const offset = predicted === undefined ? 0 : Math.round((predicted.startMs - startMs) / stepMs);
  const length = Math.max(actual.values.length, offset + (predicted?.mean.length ?? 0));
  const last = actual.values[offset - 1] ?? null;
  const continued = (values: readonly JsonNumber[]) => {
    const column = placed(values, offset, length);
    if (offset > 0) {
      column[offset - 1] = last;
    }
    return column;
  };
  return {
    times: grid(startMs, stepMs, length),
    actual: placed(actual.values, 0, length),
    predicted: continued(predicted?.mean ?? []),
    bands: [...(predicted?.bands ?? [])]
      .sort((a, b) => b.level - a.level)
      .map(({ level, lower, upper }) => ({ level, lower: continued(lower), upper: continued(upper) })),
  };
}

function grid(startMs: number, stepMs: number, length: number): number[] {
  const times: number[] = [];
  for (let i = 0; i < length; i++) {
    times.push(startMs + i * stepMs);
  }
  return times;
}

/** Values from a place on, gaps around them. */
function placed(values: readonly JsonNumber[], offset: number, length: number): JsonNumber[] {
  const column: JsonNumber[] = [];
  for (let i = 0; i < length; i++) {
    column.push(values[i - offset] ?? null);
  }
  return column;
}

/** Whether there is anything to draw. */
export function isEmpty({ actual, predicted }: Columns): boolean {
  const isGap = (value: JsonNumber) => value === null;
  return actual.every(isGap) && predicted.every(isGap);
}
