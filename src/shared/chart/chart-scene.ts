import type { JsonNumber } from '#contract/rest.ts';
import type { ChartView } from './chart-view.ts';

/** With more series than this the bands of all would cover each other. */
const MOST_WITH_BANDS = 3;

/** Ends that are set from outside; each one that is missing comes from the data. */
export interface SceneLimits {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** One or several series on common axes. */
export interface ChartScene {
  readonly views: readonly ChartView[];
  /** Unix milliseconds, ascending: every moment at which any series has a value. */
  readonly times: readonly number[];
  /**
   * Actual and predicted values of each series in turn, at those times. `null` is a gap; `undefined` belongs to
   * another series and interrupts nothing.
   */
  readonly lines: ReadonlyArray<ReadonlyArray<JsonNumber | undefined>>;
  readonly timeRange: readonly [number, number];
  readonly valueRange: readonly [number, number];
  /** Bands and breaches only of the series that is pointed at. */
  readonly isCrowded: boolean;
}

/** Puts series on common axes. O(n log n) in all values, O(n) when all series lie on one grid. */
export function toChartScene(views: readonly ChartView[], limits: SceneLimits = {}): ChartScene {
  const times = commonTimes(views);
  const [first = 0] = times;
  const fromMs = limits.fromMs ?? first;
  const toMs = limits.toMs ?? times.at(-1) ?? first;
  const bottom = views.reduce((lowest, view) => Math.min(lowest, view.valueRange[0]), Infinity);
  const top = views.reduce((highest, view) => Math.max(highest, view.valueRange[1]), -Infinity);
  return {
    views,
    times,
    lines: views.flatMap((view) => linesOf(view, times)),
    timeRange: [fromMs, Math.max(toMs, fromMs + 1)],
    valueRange: ordered(limits.min ?? bottom, limits.max ?? top),
    isCrowded: views.length > MOST_WITH_BANDS,
  };
}

/** The series that a line belongs to, by the line's place among all. */
export function viewOfLine(scene: ChartScene, line: number): ChartView | undefined {
  return scene.views[Math.floor(line / 2)];
}

/** The column of a series at a moment; `undefined` where it has none. */
export function columnAt({ columns, input }: ChartView, ms: number): number | undefined {
  const column = (ms - (columns.times[0] ?? 0)) / input.forecast.stepMs;
  return Number.isInteger(column) && column >= 0 && column < columns.times.length ? column : undefined;
}

function commonTimes(views: readonly ChartView[]): readonly number[] {
  const grids = views.map(({ columns }) => columns.times);
  const [first = [], ...others] = grids;
  return others.every((times) => isSameGrid(first, times)) ? first : [...new Set(grids.flat())].sort((a, b) => a - b);
}

function linesOf(view: ChartView, times: readonly number[]): ChartScene['lines'] {
  const { columns } = view;
  const { actual, predicted } = columns;
  if (isSameGrid(times, columns.times)) {
    return [actual, predicted];
  }
  const places = times.map((ms) => columnAt(view, ms) ?? -1);
  const placed = (values: readonly JsonNumber[]) => places.map((place) => values[place]);
  return [placed(actual), placed(predicted)];
}

/** Grids have one step each, so that their ends and lengths tell them apart. */
function isSameGrid(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a[0] === b[0] && a.at(-1) === b.at(-1);
}

function ordered(bottom: number, top: number): [number, number] {
  return Number.isFinite(bottom) && Number.isFinite(top) && bottom < top ? [bottom, top] : [0, 1];
}
