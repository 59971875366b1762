import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { inferStepMs, regularise } from '#model/series/regularise.ts';
import type { RegularSeries } from '#model/series/regular-series.ts';
import { isHidden, type NamedField, namedField, timeField } from './fields.ts';

/**
 * More points than this are averaged before a forecast in the browser: the model is at its best with hundreds, and
 * panels of different widths then see much the same history.
 */
const MOST_POINTS = 700;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Steps of the clock, so that days and hours are whole numbers of them. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((count) => count * HOUR),
];

/** A column of any data source as equally spaced samples. */
export interface PlainSeries extends NamedField {
  readonly times: readonly number[];
  readonly history: RegularSeries;
}

/** The series of a frame: each visible column of numbers beside the times; bands of a forecast are none. */
export function readPlainFrame(frame: DataFrame, all: DataFrame[], mostPoints = MOST_POINTS): PlainSeries[] {
  const times = timeField(frame)?.values;
  return times === undefined
    ? []
    : frame.fields
        .filter((field) => isSignal(field) && !isHidden(field))
        .flatMap((field): PlainSeries[] => {
          const history = historyOf(times, field, mostPoints);
          return history === undefined ? [] : [{ ...namedField(field, frame, all), times, history }];
        });
}

/** Whether a column is a series of its own, be it hidden or not: bands of a forecast are none. */
export function isSignal({ type, labels }: Field): boolean {
  const part = labels?.['headroom'];
  return type === FieldType.number && (part === undefined || part === 'actual');
}

/** Read once a column: Grafana keeps its values when only options change. */
const known = new WeakMap<object, { times: object; mostPoints: number; history: RegularSeries | undefined }>();

function historyOf(
  times: readonly number[],
  { values }: Field<number | null>,
  mostPoints: number
): RegularSeries | undefined {
  const before = known.get(values);
  if (before !== undefined && before.times === times && before.mostPoints === mostPoints) {
    return before.history;
  }
  const history = toHistory(times, values, mostPoints);
  known.set(values, { times, mostPoints, history });
  return history;
}

/** Samples from the first to the last known one; `undefined` when there are not even two moments. */
function toHistory(
  allTimes: readonly number[],
  allValues: ReadonlyArray<number | null>,
  mostPoints: number
): RegularSeries | undefined {
  const samples = { timesMs: [] as number[], values: [] as number[] };
  let [startMs, endMs] = [Infinity, -Infinity];
  for (let i = 0; i < allTimes.length; i++) {
    const [ms, value] = [allTimes[i], allValues[i]];
    if (ms !== undefined && typeof value === 'number') {
      samples.timesMs.push(ms);
      samples.values.push(value);
      startMs = Math.min(startMs, ms);
      endMs = Math.max(endMs, ms);
    }
  }
  const spacing = inferStepMs(samples.timesMs);
  if (spacing === undefined) {
    return undefined;
  }
  const least = (endMs - startMs) / mostPoints;
  if (spacing >= least) {
    return regularise(samples, { startMs, endMs, stepMs: spacing });
  }
  // As many samples in each step: with one and two in turn the averages would have a rhythm of their own.
  const fitting = CLOCK_STEPS.find((step) => step >= least && step % spacing === 0);
  const stepMs = fitting ?? spacing * Math.ceil(least / spacing);
  const onClock = (ms: number) => Math.floor(ms / stepMs) * stepMs;
  return regularise(samples, { startMs: onClock(startMs) + stepMs, endMs: onClock(endMs), stepMs });
}
