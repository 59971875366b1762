import type { JsonNumber } from '#contract/rest.ts';
import type { ChartAnnotation } from './annotations.ts';
import type { ChartView } from './chart-view.ts';

/** With more series than this the bands of all would cover each other. */
const MOST_WITH_BANDS = 3;

/** What is set from outside; each end that is missing comes from the data. */
export interface SceneFrame {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly annotations?: readonly ChartAnnotation[] | undefined;
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
  readonly annotations: readonly ChartAnnotation[];
}

/** Puts series on common axes. O(n log n) in all values, O(n) when all series lie on one grid. */
export function toChartScene(views: readonly ChartView[], frame: SceneFrame = {}): ChartScene {
  const times = commonTimes(views);
  const [first = 0] = times;
  const fromMs = frame.fromMs ?? first;
  const toMs = frame.toMs ?? times.at(-1) ?? first;
  const bottom = views.reduce((lowest, view) => Math.min(lowest, view.valueRange[0]), Infinity);
  const top = views.reduce((highest, view) => Math.max(highest, view.valueRange[1]), -Infinity);
  return {
    views,
    times,
    lines: views.flatMap((view) => linesOf(view, times)),
    timeRange: [fromMs, Math.max(toMs, fromMs + 1)],
    valueRange: ordered(frame.min ?? bottom, frame.max ?? top),
    isCrowded: views.length > MOST_WITH_BANDS,
    annotations: frame.annotations ?? [],
  };
}

/** The place of the series that a line belongs to, by the line's place among all. */
export function seriesOfLine(line: number): number {
  return Math.floor(line / 2);
}

/** The series that a line belongs to, by the line's place among all. */
export function viewOfLine(scene: ChartScene, line: number): ChartView | undefined {
  return scene.views[seriesOfLine(line)];
}

/** The column of a series at a moment; `undefined` where it has none. */
export function columnAt({ columns, input }: ChartView, ms: number): number | undefined {
  const column = (ms - (columns.times[0] ?? 0)) / input.forecast.stepMs;
  return Number.isInteger(column) && column >= 0 && column < columns.times.length ? column : undefined;
}

/** A series at a moment. */
export interface ScenePlace {
  readonly view: ChartView;
  readonly column: number;
}

/**
 * The series that is pointed at, else the first one there, at the moment under the cursor.
 *
 * @param indexes of the scene's times by line, as uPlot gives them: the first is the axis
 * @param line that is pointed at, by uPlot's count
 */
export function placeAt(
  scene: ChartScene,
  indexes: ReadonlyArray<number | null | undefined>,
  line: number | null
): ScenePlace | undefined {
  const own = line === null ? undefined : indexes[line];
  const index = own ?? indexes.find((at, i) => i > 0 && typeof at === 'number') ?? indexes[0];
  const ms = typeof index === 'number' ? scene.times[index] : undefined;
  if (ms === undefined) {
    return undefined;
  }
  const pointed = line === null ? undefined : viewOfLine(scene, line - 1);
  const candidates = pointed === undefined ? scene.views : [pointed, ...scene.views];
  for (const view of candidates.filter(({ input }) => input.isSilent !== true)) {
    const column = columnAt(view, ms);
    if (column !== undefined) {
      return { view, column };
    }
  }
  return undefined;
}

/** One grid where all series lie on it, else every moment of any of them. */
function commonTimes(views: readonly ChartView[]): readonly number[] {
  const grids = views.map(({ columns }) => columns.times).filter(({ length }) => length > 0);
  const [first = [], ...others] = grids;
  if (others.every((times) => isSameGrid(first, times))) {
    return first;
  }
  const stepMs = views[0]?.input.forecast.stepMs ?? 1;
  const [startMs = 0] = first;
  const isOnOneGrid =
    views.every(({ input }) => input.forecast.stepMs === stepMs) &&
    grids.every(([start = 0]) => (start - startMs) % stepMs === 0);
  return isOnOneGrid ? wholeGrid(grids, stepMs) : [...new Set(grids.flat())].sort((a, b) => a - b);
}

/** From the first moment of any to the last one of any. */
function wholeGrid(grids: ReadonlyArray<readonly number[]>, stepMs: number): number[] {
  const startMs = grids.reduce((earliest, [start = earliest]) => Math.min(earliest, start), Infinity);
  const endMs = grids.reduce((latest, times) => Math.max(latest, times.at(-1) ?? latest), -Infinity);
  return Array.from({ length: Math.round((endMs - startMs) / stepMs) + 1 }, (_, i) => startMs + i * stepMs);
}

/** Lines of views that have been put on other times than their own before; most views stay when some change. */
const placed = new WeakMap<ChartView, { readonly times: readonly number[]; readonly lines: ChartScene['lines'] }>();

function linesOf(view: ChartView, times: readonly number[]): ChartScene['lines'] {
  const { columns } = view;
  if (isSameGrid(times, columns.times)) {
    return [columns.actual, columns.predicted];
  }
  const before = placed.get(view);
  if (before !== undefined && isSame(before.times, times)) {
    return before.lines;
  }
  const lines = placeLines(view, times);
  placed.set(view, { times, lines });
  return lines;
}

function placeLines(view: ChartView, times: readonly number[]): ChartScene['lines'] {
  const { actual, predicted } = view.columns;
  const lines: [Line, Line] = [[], []];
  for (const ms of times) {
    const column = columnAt(view, ms) ?? -1;
    lines[0].push(actual[column]);
    lines[1].push(predicted[column]);
  }
  return lines;
}

type Line = Array<JsonNumber | undefined>;

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((time, i) => time === b[i]);
}

/** Grids have one step each, so that their ends and lengths tell them apart. */
function isSameGrid(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a[0] === b[0] && a.at(-1) === b.at(-1);
}

function ordered(bottom: number, top: number): [number, number] {
  return Number.isFinite(bottom) && Number.isFinite(top) && bottom < top ? [bottom, top] : [0, 1];
}
