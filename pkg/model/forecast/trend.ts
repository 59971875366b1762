import { fitLine } from '../stats/smooth.ts';
import { lagOneCorrelation, regimeStart } from './regime.ts';
import { STEEPEST, withinReach } from './reach.ts';
import { independentFits, type FittedModel, type Model, type Training } from './model.ts';
import { seasonFreePrefix } from './season-free.ts';

/** How a trend goes on: its line over the last `window` steps (a share of the whole), and what becomes of its slope. */
export interface TrendShape {
  readonly name: string;
  readonly window: (length: number, seasons: readonly number[]) => number;
  readonly slope: 'steady' | 'damped' | 'curved';
}

/** A model of a seasonal profile and a trend. Minimum history: 4 values. O(n log n) a fit. */
export function trendModel(shape: TrendShape): Model {
  return independentFits(shape.name, (training, end) => fitTrend(shape, training, end));
}

const starts = new WeakMap<Training, Map<number, number>>();

/** Where the regime at the end of the first `end` values begins, worked out once for all shapes of a trend. */
function regimeOf(training: Training, end: number): number {
  const known = starts.get(training) ?? new Map<number, number>();
  starts.set(training, known);
  let start = known.get(end);
  if (start === undefined) {
    start = regimeStart(seasonFreePrefix(training, end).values);
    known.set(end, start);
  }
  return start;
}

function fitTrend(shape: TrendShape, training: Training, end: number): FittedModel | undefined {
  if (end < 4) {
    return undefined;
  }
  const seasonFree = seasonFreePrefix(training, end);
  const oldest = shape.slope === 'curved' ? 0 : regimeOf(training, end);
  const window = Math.min(end - oldest, Math.max(4, Math.round(shape.window(end - oldest, training.seasons))));
  const recent = seasonFree.values.subarray(end - window);
  const path = trendPath(recent, shape.slope);
  const guard = withinReach(training.values.subarray(0, end), STEEPEST);
  return {
    predict: (horizon) => guard(path(horizon).map((value, step) => value + seasonFree.seasonal(step))),
  };
}

/** Continues the trend of the values; starts from the last value as far as the residuals remember it. */
function trendPath(values: Float64Array, slope: TrendShape['slope']): (horizon: number) => Float64Array {
  const line = slope === 'curved' ? fitParabola(values) : { ...fitLine(values), curvature: 0 };
  const fittedAt = (i: number): number => line.intercept + line.slope * i + line.curvature * i * i;
  const residual = new Float64Array(values.length);
  for (let i = 0; i < residual.length; i++) {
    residual[i] = values[i]! - fittedAt(i);
  }
  const memory = Math.min(Math.max(lagOneCorrelation(residual), 0), 1);
  const last = values.length - 1;
  const rate = line.slope + line.curvature * (2 * last - 1);
  return (horizon) => {
    const out = new Float64Array(horizon);
    let level = fittedAt(last);
    let stepRate = rate;
    let carried = residual[last]!;
    for (let step = 0; step < horizon; step++) {
      stepRate = nextRate(stepRate, rate, line.curvature, slope, horizon);
      level += stepRate;
      carried *= memory;
      out[step] = level + carried;
    }
    return out;
  };
}

function nextRate(
  current: number,
  start: number,
  curvature: number,
  slope: TrendShape['slope'],
  horizon: number
): number {
  if (slope === 'steady') {
    return start;
  }
  if (slope === 'damped') {
    return current * Math.pow(0.5, 2 / Math.max(2, horizon));
  }
  // A curved trend flattens out but does not turn back, and speeds up to twice its rate at most.
  const next = current + 2 * curvature;
  const low = Math.min(0, 2 * start);
  const high = Math.max(0, 2 * start);
  return Math.min(Math.max(next, low), high);
}

/** Least-squares parabola through equally spaced values. */
function fitParabola(values: Float64Array): { intercept: number; slope: number; curvature: number } {
  const line = fitLine(values);
  const centre = (values.length - 1) / 2;
  let cross = 0;
  let square = 0;
  let sumSquares = 0;
  for (let i = 0; i < values.length; i++) {
    sumSquares += (i - centre) * (i - centre);
  }
  const meanSquare = sumSquares / values.length;
  for (let i = 0; i < values.length; i++) {
    const shape = (i - centre) * (i - centre) - meanSquare;
    cross += shape * (values[i]! - line.intercept - line.slope * i);
    square += shape * shape;
  }
  const curvature = square === 0 ? 0 : cross / square;
  return {
    curvature,
    slope: line.slope - 2 * curvature * centre,
    intercept: line.intercept + curvature * (centre * centre - meanSquare),
  };
}
