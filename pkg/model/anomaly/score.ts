import type { RegularSeries } from '../series/regular-series.ts';
import { activity } from './detectors/activity.ts';
import { autoregressive } from './detectors/autoregressive.ts';
import { departure } from './detectors/departure.ts';
import { flatline } from './detectors/flatline.ts';
import { isolationForest } from './detectors/forest.ts';
import { levelShift } from './detectors/level-shift.ts';
import { record } from './detectors/record.ts';
import { adaptiveResidual, robustZ, seasonalResidual } from './detectors/residuals.ts';
import type { Detector, View } from './detectors/view.ts';
import { zScore } from './detectors/z-score.ts';
import { Expectation } from './expectation.ts';
import { BaselineWriter, baselineRule } from './baseline.ts';
import { HabitErrors } from './habit-errors.ts';
import { robustScale } from './robust-distance.ts';
import { SortedWindow } from './sorted-window.ts';
import type { BaselineKind, DetectorName, Scores } from './types.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const FEWEST_OF_A_DAY = 24;
/** Samples of the window of the past: a week, within these limits. */
const SHORTEST_WINDOW = 500;
const LONGEST_WINDOW = 20_160;
/** Scores are compared with what they were over so many windows: a rare large residual must not be forgotten in a week. */
const MEMORY_WINDOWS = 4;
const STRETCH = 32;
/** A deviation below this share of the level is none. */
const FLOOR = 1e-3;

/** What {@link score} needs beside the series. */
export interface ScoreOptions {
  readonly detectors: readonly DetectorName[];
  /** In steps, shortest first. */
  readonly seasons: readonly number[];
  /** Steps by which the wall clock is ahead of the index, one a sample; absent: never. */
  readonly shifts: Int32Array | undefined;
  /** Coverage of the bands, percent. */
  readonly levels: readonly number[];
  readonly baseline: BaselineKind;
  readonly seed: number;
}

/** Samples of the past that count as memory, for a step. */
function windowFor(stepMs: number): number {
  return Math.round(Math.min(Math.max(WEEK_MS / stepMs, SHORTEST_WINDOW), LONGEST_WINDOW));
}

/** Samples of a day, but no fewer than tell a level. */
function dayFor(stepMs: number): number {
  return Math.round(Math.max(DAY_MS / stepMs, FEWEST_OF_A_DAY));
}

/** Samples over which scores are compared with what they were. */
export function memoryFor(stepMs: number): number {
  return MEMORY_WINDOWS * windowFor(stepMs);
}

/** What a detector is made of. */
interface Setting {
  readonly series: RegularSeries;
  readonly options: ScoreOptions;
  readonly window: number;
  readonly memory: number;
}

const CREATE: Readonly<Record<DetectorName, (setting: Setting) => Detector>> = {
  'z-score': ({ window }) => zScore(window),
  'robust-z': robustZ,
  seasonal: seasonalResidual,
  adaptive: ({ memory }) => adaptiveResidual(memory),
  autoregressive: ({ memory }) => autoregressive(memory),
  'isolation-forest': ({ memory, options }) => isolationForest(memory, options.seed),
  'level-shift': ({ memory }) => levelShift(memory, STRETCH),
  activity: ({ memory }) => activity(memory, STRETCH),
  flatline: ({ window }) => flatline(window),
  record,
  departure: ({ series: { values, stepMs }, options, window }) =>
    departure({ ...options, values, day: dayFor(stepMs), memory: window }),
};

/**
 * Step 1: every detector over one series in one pass; what it says of a sample depends on that sample and those before
 * it alone. Gaps (NaN) score 0 and are not learned. O(n · detectors), some 10 µs a sample for all of them.
 */
export function score(series: RegularSeries, options: ScoreOptions): Scores {
  const { values } = series;
  const window = windowFor(series.stepMs);
  const memory = memoryFor(series.stepMs);
  const detectors = options.detectors.map((name) => ({
    detector: CREATE[name]({ series, options, window, memory }),
    out: new Float64Array(values.length),
    name,
  }));
  const past = new SortedWindow(window);
  const errors = new HabitErrors(options.seasons.length + 1, memory);
  const expectation = new Expectation(values, options.seasons, options.shifts);
  const view: { -readonly [K in keyof View]: View[K] } = {
    index: 0,
    value: NaN,
    previous: NaN,
    isAfterGap: false,
    past,
    centre: NaN,
    scale: NaN,
    floor: 0,
    usual: NaN,
    nearest: NaN,
    habitDistance: 0,
  };
  const rule = baselineRule(options.baseline, window, {
    expected: () => view.usual,
    errors: () => errors.of(expectation.current),
  });
  const baseline = new BaselineWriter(values.length, options.levels, rule);
  for (let index = 0; index < values.length; index++) {
    view.centre = past.median();
    view.floor = past.size > 0 ? FLOOR * Math.abs(view.centre) : 0;
    view.scale = Math.max(robustScale(past), view.floor);
    const expected = expectation.at(index, view.centre);
    view.usual = expected.usual;
    view.nearest = expected.nearest;
    baseline.write(index);
    const value = values[index]!;
    if (Number.isNaN(value)) {
      view.isAfterGap = true;
      continue;
    }
    view.index = index;
    view.value = value;
    view.habitDistance = errors.push(value, expected, view.floor);
    baseline.learn(value);
    for (const { detector, out } of detectors) {
      out[index] = detector.push(view);
    }
    expectation.learn(value, view.scale);
    past.push(value);
    view.previous = value;
    view.isAfterGap = false;
  }
  const raw = new Map(detectors.map(({ name, out }) => [name, out]));
  return { startMs: series.startMs, stepMs: series.stepMs, values, baseline: baseline.result, raw };
}
