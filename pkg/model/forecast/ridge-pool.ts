import { median } from '../stats/quantile.ts';
import { factorise, solveFactored } from '../stats/ridge.ts';
import { ORIGINS, planBacktest } from './backtest.ts';
import { lookbackFor, seasonChanges } from './nlinear.ts';
import { laggedProducts, targetPower, windowCross, windowGram } from './nlinear-fit.ts';
import type { Training } from './model.ts';
import type { SharedFit, SharedGroup } from './shared-ridge.ts';

/** Ridge penalty as a share of the mean sum of squares of a predictor. */
const PENALTY = 0.01;
/** Fewest rows of a regression, over all series. */
const MIN_ROWS = 24;
/** Fewest series that are several. */
const MIN_SERIES = 2;
/** Farther ahead the tables of products, quadratic in the horizon, would take too much memory. */
const MOST_STEPS = 400;

/** A series that teaches. */
export interface Teacher {
  readonly training: Training;
  /** Time of the step after the last value, Unix milliseconds. */
  readonly endMs: number;
  /** Steps that its own backtest predicts. */
  readonly horizon: number;
}

/**
 * One ridge regression of the next `horizon` values on the window before them, the last value subtracted from both, over
 * the rows of all series; and a second one on the changes over the season. Every series is divided by the root mean
 * square of its own targets, so that its rows count the same as those of any other, whatever its unit.
 *
 * **Causal**: it is fitted anew for the moments at which most of the series are backtested, and for the end; the fit of a
 * moment has seen rows that lie before it entirely, scales included, and none that ends within a gap, whose filled values
 * know what came after. Gaps are filled otherwise, as for every model.
 *
 * `undefined` with fewer than two series or more than 400 steps. The series of a call have one step and one strongest
 * season. A series shorter than window and horizon together, or a constant one, teaches nothing.
 * Cost: O((window + horizon) · values + moments · (window + horizon)²) a series and O(window³ / 6 + window² · horizon) a
 * moment. Memory: O((window + horizon)²) a moment, however many the series: at most 46 MB at once.
 */
export function fitRidgePool(teachers: readonly Teacher[], stepMs: number, horizon: number): SharedGroup | undefined {
  if (teachers.length < MIN_SERIES || horizon > MOST_STEPS) {
    return undefined;
  }
  const season = teachers[0]!.training.seasons[0] ?? 0;
  const shape = { lookback: commonLookback(teachers), horizon };
  if (shape.lookback < 2) {
    return undefined;
  }
  const moments = commonMoments(teachers, stepMs);
  const levels = fitMoments(teachers.map(levelsOf), moments, stepMs, shape);
  const changes = season > 1 ? fitMoments(teachers.flatMap(changesOf), moments, stepMs, shape) : [];
  const fits = moments.map(
    (untilMs, i): SharedFit => ({ untilMs, levels: levels[i]!, changes: changes[i] ?? new Float64Array(0) })
  );
  return { stepMs, season, ...shape, series: teachers.length, fits };
}

interface Shape {
  readonly lookback: number;
  readonly horizon: number;
}

/** The look-back of a usual series, with the seasons that most of the series have. */
function commonLookback(teachers: readonly Teacher[]): number {
  const counts = new Map<number, number>();
  for (const season of teachers.flatMap(({ training }) => training.seasons)) {
    counts.set(season, (counts.get(season) ?? 0) + 1);
  }
  const seasons = [...counts].filter(([, count]) => 2 * count >= teachers.length).map(([season]) => season);
  return lookbackFor(
    seasons,
    Math.floor(median(Float64Array.from(teachers, ({ training }) => training.values.length)))
  );
}

/** The times at which most series are backtested, and the latest end; ascending. */
function commonMoments(teachers: readonly Teacher[], stepMs: number): number[] {
  const counts = new Map<number, number>();
  for (const { training, endMs, horizon } of teachers) {
    for (const origin of planBacktest(training, horizon, ORIGINS).origins) {
      const ms = endMs - (training.values.length - origin) * stepMs;
      counts.set(ms, (counts.get(ms) ?? 0) + 1);
    }
  }
  const usual = [...counts].sort(([a, m], [b, n]) => n - m || b - a).slice(0, ORIGINS);
  const end = teachers.reduce((latest, { endMs }) => Math.max(latest, endMs), -Infinity);
  return [...new Set([...usual.map(([ms]) => ms), end])].sort((a, b) => a - b);
}

/** Values to learn from, and which of them were observed. */
interface Lesson {
  readonly values: Float64Array;
  readonly observed: Uint8Array;
  readonly endMs: number;
}

function levelsOf({ training: { values, observed }, endMs }: Teacher): Lesson {
  return { values, observed, endMs };
}

function changesOf({ training, endMs }: Teacher): Lesson[] {
  const changes = seasonChanges(training);
  return changes === undefined
    ? []
    : [{ values: changes, observed: training.observed.subarray(training.values.length - changes.length), endMs }];
}

/** Products over the rows of several series, see {@link laggedProducts}. */
interface Pool {
  rows: number;
  readonly table: Float64Array;
}

/** The weights as of every moment; empty where there were too few rows. */
function fitMoments(
  lessons: readonly Lesson[],
  moments: readonly number[],
  stepMs: number,
  shape: Shape
): Float64Array[] {
  const size = (shape.lookback + shape.horizon) ** 2;
  const pools = moments.map((): Pool => ({ rows: 0, table: new Float64Array(size) }));
  for (const lesson of lessons) {
    const ends = moments.map((ms) => knownUntil(lesson, ms, stepMs));
    learn(lesson.values, ends, shape, pools);
  }
  return pools.map((pool) => solvePool(pool, shape));
}

/** How many values were known at a moment, the last of them observed. */
function knownUntil({ values, observed, endMs }: Lesson, ms: number, stepMs: number): number {
  let end = Math.min(values.length, Math.max(0, values.length - Math.ceil((endMs - ms) / stepMs)));
  while (end > 0 && observed[end - 1] === 0) {
    end--;
  }
  return end;
}

/** Adds the first `ends[i]` values of a series to the pool of moment i; what a moment adds to the one before is new. */
function learn(
  values: Float64Array,
  ends: readonly number[],
  { lookback, horizon }: Shape,
  pools: readonly Pool[]
): void {
  const width = lookback + horizon;
  const known = new Float64Array(width * width);
  let rows = 0;
  let from = 0;
  ends.forEach((end, i) => {
    const added = end - from - width + 1;
    if (added > 0) {
      addTriangle(known, laggedProducts(values.subarray(from, end), end - from, lookback, horizon), width, 1);
      rows += added;
      from += added;
    }
    const power = targetPower(known, lookback, horizon);
    if (power > 0) {
      pools[i]!.rows += rows;
      addTriangle(pools[i]!.table, known, width, rows / power);
    }
  });
}

function addTriangle(sums: Float64Array, values: Float64Array, width: number, factor: number): void {
  for (let row = 0; row < width; row++) {
    for (let i = row * width; i <= row * width + row; i++) {
      sums[i]! += factor * values[i]!;
    }
  }
}

function solvePool({ rows, table }: Pool, { lookback, horizon }: Shape): Float64Array {
  if (rows < MIN_ROWS) {
    return new Float64Array(0);
  }
  const size = lookback - 1;
  const gram = windowGram(table, lookback, horizon);
  const cross = windowCross(table, lookback, horizon);
  let power = 0;
  for (let j = 0; j < size; j++) {
    power += gram[j * size + j]!;
  }
  const factor = factorise(gram, new Float64Array(size).fill((PENALTY * power) / size + 1e-300));
  const weights = new Float64Array(size * horizon);
  for (let step = 0; step < horizon; step++) {
    const column = Float64Array.from({ length: size }, (_, lag) => cross[lag * horizon + step]!);
    solveFactored(factor, column).forEach((weight, lag) => {
      weights[lag * horizon + step] = weight;
    });
  }
  return weights;
}
