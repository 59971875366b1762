import { normalQuantile } from '../stats/normal.ts';
import { exp, log } from '../stats/portable.ts';
import { type CoverageRecord, countBands, startRecord } from './live-coverage.ts';
import { putTail, type Side, type Tail, tailOf, widenedAt } from './tails.ts';
import type { Bounds, Forecast } from './types.ts';

/** Levels in percent whose tails are followed; what lies between them is interpolated. */
const FOLLOWED: readonly number[] = [60, 80, 95, 99];
const SCORES = FOLLOWED.map(scoreOf);
/** What a value outside widens a tail by: 5 %, however far outside it is. */
const RATE = 0.05;
/** A tail is at least a quarter and at most eight times as wide as it was trained. */
const NARROWEST = log(1 / 4);
const WIDEST = log(8);
/** New values in a training after which half of what was learned before it is forgotten. */
const HALF_LIFE = 24;
/** A value this close to an edge, relative to its size, is on it. */
const ROUNDING = 1e-12;

/** What the values that came after a training have taught about the bands of one series; plain JSON. */
export interface Adaptation {
  /** Logarithms of what the width of each tail is multiplied by, one a followed level, narrowest first. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Time of the last value counted, Unix milliseconds. */
  readonly seenMs: number;
  /** How the bands have done as they were served. */
  readonly record: CoverageRecord;
}

/** Nothing learned yet; values up to the origin of the training do not count. */
export function startAdaptation(originMs: number): Adaptation {
  const none = FOLLOWED.map(() => 0);
  return { lower: none, upper: none, seenMs: originMs, record: startRecord(originMs) };
}

/**
 * Takes in one actual value: each tail of each followed level widens when the value lies beyond it and narrows a little
 * when not, so that in the long run as many values lie beyond as the level promises, whatever the series does. A gap,
 * a time that has been seen, and one off the forecast's grid change nothing; one value, however far off, widens a
 * tail by at most 5 %. A band without any width stays so. Deterministic, O(1).
 *
 * Adaptive conformal inference (Gibbs and Candès, 2021) in its form as tracking of quantiles (Angelopoulos, Candès and
 * Tibshirani, Conformal PID control for time series prediction, 2023), on the logarithm of the width and for each
 * tail by itself.
 *
 * @param forecast as it was trained
 * @param bounds those that the forecast was asked with
 */
export function learnActual(
  adaptation: Adaptation,
  forecast: Forecast,
  bounds: Bounds | undefined,
  timeMs: number,
  value: number
): Adaptation {
  const step = (timeMs - forecast.startMs) / forecast.stepMs;
  const isOnGrid = Number.isInteger(step) && step >= 0 && step < forecast.mean.length;
  if (!isOnGrid || !Number.isFinite(value) || timeMs <= adaptation.seenMs) {
    return adaptation;
  }
  const below = beyond(adaptation, forecast, 'lower', bounds, step, value);
  const above = beyond(adaptation, forecast, 'upper', bounds, step, value);
  const inside = forecast.bands.map(({ level }) => below.get(level) !== true && above.get(level) !== true);
  return {
    lower: follow(adaptation.lower, below, adaptation.upper),
    upper: follow(adaptation.upper, above, adaptation.lower),
    seenMs: timeMs,
    record: countBands(adaptation.record, forecast.bands, inside, adaptation.seenMs),
  };
}

/** Whether a value lies beyond a tail's edge of each level, as it is served. */
function beyond(
  adaptation: Adaptation,
  forecast: Forecast,
  side: Side,
  bounds: Bounds | undefined,
  step: number,
  value: number
): ReadonlyMap<number, boolean> {
  const tail = tailOf(forecast, side);
  const edges = widenedAt(tail, factorsOf(tail, adaptation[side]), step, forecast.mean[step]!, bounds);
  const isBeyond = (edge: number): boolean => {
    const over = side === 'upper' ? value - edge : edge - value;
    return over > ROUNDING * Math.max(Math.abs(value), Math.abs(edge));
  };
  return new Map(tail.columns.map(({ level }, i) => [tidy(level), isBeyond(edges[i]!)]));
}

/** A level that came out of a probability, without its rounding. */
function tidy(level: number): number {
  return Math.round(level * 1e6) / 1e6;
}

/**
 * Moves the widths of one tail. Where the other tail can get no narrower, this one may miss for both. A level that the
 * forecast has no quantile of stays as it is.
 */
function follow(
  widths: readonly number[],
  isBeyond: ReadonlyMap<number, boolean>,
  otherWidths: readonly number[]
): number[] {
  return widths.map((width, k) => {
    const missed = isBeyond.get(FOLLOWED[k]!);
    if (missed === undefined) {
      return width;
    }
    const bothTails = 1 - FOLLOWED[k]! / 100;
    const promised = otherWidths[k] === NARROWEST ? bothTails : bothTails / 2;
    return Math.min(Math.max(width + RATE * ((missed ? 1 : 0) - promised), NARROWEST), WIDEST);
  });
}

/**
 * What is left of an adaptation when the forecast has been trained anew: a training that saw new values has learned
 * of itself what they taught, so half is forgotten for every 24 of them.
 *
 * @param newSteps steps between the origins of both trainings
 */
export function carryOver(adaptation: Adaptation, newSteps: number): Adaptation {
  const kept = exp((-log(2) * Math.max(0, newSteps)) / HALF_LIFE);
  const fade = (width: number): number => kept * width;
  return { ...adaptation, lower: adaptation.lower.map(fade), upper: adaptation.upper.map(fade) };
}

/**
 * The forecast with its bands and its whole distribution widened or narrowed by what was learned; the prediction stays.
 * Bands never cross, a wider one never lies within a narrower one, and all stay within the bounds. O(steps · levels).
 */
export function adaptBands(forecast: Forecast, adaptation: Adaptation, bounds: Bounds | undefined): Forecast {
  if ([...adaptation.lower, ...adaptation.upper].every((width) => width === 0)) {
    return forecast;
  }
  const { mean, uncertainty } = forecast;
  const bands = forecast.bands.map((band) => ({ ...band, lower: band.lower.slice(), upper: band.upper.slice() }));
  const adapted = { ...forecast, bands, uncertainty: { ...uncertainty, quantiles: uncertainty.quantiles.slice() } };
  for (const side of ['lower', 'upper'] as const) {
    const tail = tailOf(adapted, side);
    const factors = factorsOf(tail, adaptation[side]);
    mean.forEach((prediction, step) => putTail(tail, step, widenedAt(tail, factors, step, prediction, bounds)));
  }
  return adapted;
}

function factorsOf({ columns }: Tail, widths: readonly number[]): Float64Array {
  return Float64Array.from(columns, ({ level }) => exp(widthAt(widths, scoreOf(level))));
}

/** Linear in the normal score between the followed levels, constant beyond the outermost. */
function widthAt(widths: readonly number[], score: number): number {
  const high = SCORES.findIndex((known) => known >= score);
  if (high <= 0) {
    return high === 0 ? widths[0]! : widths.at(-1)!;
  }
  const share = (score - SCORES[high - 1]!) / (SCORES[high]! - SCORES[high - 1]!);
  return widths[high - 1]! + share * (widths[high]! - widths[high - 1]!);
}

function scoreOf(level: number): number {
  return normalQuantile(0.5 + level / 200);
}
