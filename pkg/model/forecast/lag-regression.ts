import { addWeightedRows } from '../stats/normal-equations.ts';
import { solveRidge } from '../stats/ridge.ts';
import type { FittedModel, Model, Training } from './model.ts';
import { withinReach } from './reach.ts';

/** Fewest values, and fewest rows of a regression. */
const MIN_POINTS = 40;
const MIN_ROWS = 30;
/** Most rows of a regression, drawn evenly from the latest cycles. */
const MOST_ROWS = 300;
const CYCLES = 20;
/** Season assumed for the length of windows where none was found. */
const USUAL_SEASON = 24;
const PENALTY = 0.02;
/** Passes of iteratively reweighted least squares, and the error relative to the mean one below which weights stop rising. */
const PASSES = 4;
const SMALL_ERROR = 0.1;
/** Steps are taken together in groups whose width is this share of their distance. */
const GROUP_SHARE = 0.6;
const GOLDEN = 0.6180339887498949;
/** Cycles whose mean at the phase is a guess. */
const PHASE_CYCLES = 8;
const NEAR_PHASE_CYCLES = 4;

/**
 * Lag regression: every step is a weighted mean of simple guesses, namely the last value, means over ever longer windows,
 * the values one and two seasons before, means at the same phase, the last season moved to the present level, and the
 * longer season. The weights sum to 1 and are learned from the series itself for groups of steps by ridge regression
 * towards equal weights under absolute loss (iteratively reweighted least squares; Schlossmacher, 1973).
 * Works in the unit of the training. Minimum history: 40 values. Cost: O(rows · guesses² · groups), about 1 ms a prefix.
 *
 * @example fitAll(lagRegression, { values, observed, seasons: [24] })?.predict(48)
 */
export const lagRegression: Model = {
  name: 'lag-regression',
  fit: (training, ends, horizon = 1) => ends.map((end) => fitPrefix(training, end, horizon)),
};

function fitPrefix(training: Training, end: number, horizon: number): FittedModel | undefined {
  if (end < MIN_POINTS) {
    return undefined;
  }
  const guesses = guessesOf(training, end);
  const path: number[] = [];
  let coefficients: Float64Array = new Float64Array(guesses.count);
  const extend = (steps: number): void => {
    while (path.length < steps) {
      const first = path.length + 1;
      const last = first + Math.max(1, Math.floor(first * GROUP_SHARE)) - 1;
      coefficients = learnWeights(training.values, guesses, end, first, last) ?? coefficients;
      const row = new Float64Array(guesses.count);
      for (let step = first; step <= last; step++) {
        guesses.fill(end - 1, step, row, 0);
        path.push(weightedGuess(row, coefficients));
      }
    }
  };
  extend(horizon);
  const withinRange = withinReach(training.values.subarray(0, end));
  return {
    predict: (steps) => {
      extend(steps);
      return withinRange(Float64Array.from(path.slice(0, steps)));
    },
  };
}

/** What can be guessed of a value from those up to `last`. */
interface Guesses {
  readonly count: number;
  /** Earliest `last` from which all guesses can be made. */
  readonly first: number;
  /** Length of windows and of the stretch to learn from. */
  readonly season: number;
  /** Writes the guesses of the value `step` steps after `last`. */
  fill(last: number, step: number, out: Float64Array, offset: number): void;
}

const LEVEL_GUESSES = 6;
const SEASON_GUESSES = 5;
/** Share of a season on either side that counts as the same phase. */
const NEAR_PHASE = 1 / 48;

function guessesOf({ values, seasons }: Training, end: number): Guesses {
  const [strongest = 0, next = 0] = seasons;
  const season = 3 * strongest <= end ? strongest : 0;
  const second = season > 0 && 3 * next <= end ? next : 0;
  const base = season > 0 ? season : USUAL_SEASON;
  const mean = runningMean(values, end);
  const windows = [base / 8, base / 2, base, 4 * base, 12 * base].map((window) => Math.max(2, Math.round(window)));
  const fill: Guesses['fill'] = (last, step, out, offset) => {
    out[offset] = values[last]!;
    windows.forEach((window, i) => {
      out[offset + 1 + i] = mean(last, window);
    });
    if (season > 0) {
      seasonGuesses(values, mean, season, last, step, out.subarray(offset + LEVEL_GUESSES));
    }
    if (second > 0) {
      out[offset + LEVEL_GUESSES + SEASON_GUESSES] =
        values[Math.max(0, last + step - Math.ceil(step / second) * second)]!;
    }
  };
  const count = LEVEL_GUESSES + (season > 0 ? SEASON_GUESSES : 0) + (second > 0 ? 1 : 0);
  return { count, first: Math.max(season, second, USUAL_SEASON), season: base, fill };
}

type Mean = (last: number, window: number) => number;

/** Mean of up to `window` values that end at `last`. */
function runningMean(values: Float64Array, end: number): Mean {
  const sums = new Float64Array(end + 1);
  for (let t = 0; t < end; t++) {
    sums[t + 1] = sums[t]! + values[t]!;
  }
  return (last, window) => {
    const from = Math.max(0, last + 1 - window);
    return (sums[last + 1]! - sums[from]!) / (last + 1 - from);
  };
}

function seasonGuesses(
  values: Float64Array,
  mean: Mean,
  season: number,
  last: number,
  step: number,
  out: Float64Array
): void {
  const back = Math.ceil(step / season) * season;
  const at = last + step - back;
  const near = Math.max(1, Math.round(season * NEAR_PHASE));
  out[0] = values[at]!;
  out[1] = at >= season ? values[at - season]! : values[at]!;
  out[2] = phaseMean(values, at, season, PHASE_CYCLES, 0);
  out[3] = phaseMean(values, at, season, NEAR_PHASE_CYCLES, near, last);
  out[4] = values[at]! + (last >= back ? mean(last, season) - mean(last - back, season) : 0);
}

/** Mean over the latest cycles of the values within `near` steps of the phase of `at`, none later than `last`. */
function phaseMean(
  values: Float64Array,
  at: number,
  season: number,
  cycles: number,
  near: number,
  last: number = at
): number {
  let sum = 0;
  let count = 0;
  for (let cycle = 0; cycle < cycles; cycle++) {
    const centre = at - cycle * season;
    for (let t = Math.max(0, centre - near); t <= Math.min(last, centre + near); t++) {
      sum += values[t]!;
      count++;
    }
  }
  return sum / count;
}

/** Rows of guesses and what came; row-major. */
interface Examples {
  readonly width: number;
  readonly rows: Float64Array;
  readonly targets: Float64Array;
}

function learnWeights(
  values: Float64Array,
  guesses: Guesses,
  end: number,
  firstStep: number,
  lastStep: number
): Float64Array | undefined {
  const newest = end - 1 - lastStep;
  const oldest = Math.max(guesses.first, newest + 1 - CYCLES * guesses.season);
  const room = newest + 1 - oldest;
  if (room < MIN_ROWS) {
    return undefined;
  }
  const count = Math.min(MOST_ROWS, room);
  const width = guesses.count;
  const rows = new Float64Array(count * width);
  const targets = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const last = newest - Math.floor((i * room) / count);
    // Steps spread evenly over the group and independently of the phase (Weyl's sequence of the golden ratio).
    const step = firstStep + Math.floor(((i * GOLDEN) % 1) * (lastStep - firstStep + 1));
    guesses.fill(last, step, rows, i * width);
    targets[i] = values[last + step]!;
  }
  return absoluteRegression({ width, rows, targets });
}

/** Replaces guesses and targets by their distance from the row's mean guess, so that weights always sum to 1. */
function centreRows({ width, rows, targets }: Examples): number {
  let squares = 0;
  for (let i = 0; i < targets.length; i++) {
    const centre = rowMean(rows, i * width, width);
    targets[i]! -= centre;
    for (let j = i * width; j < (i + 1) * width; j++) {
      rows[j]! -= centre;
      squares += rows[j]! * rows[j]!;
    }
  }
  return squares / rows.length;
}

function rowMean(rows: Float64Array, offset: number, width: number): number {
  let sum = 0;
  for (let j = offset; j < offset + width; j++) {
    sum += rows[j]!;
  }
  return sum / width;
}

function absoluteRegression(examples: Examples): Float64Array {
  const { width, targets } = examples;
  const scale = centreRows(examples);
  let importance: Float64Array = new Float64Array(targets.length).fill(1);
  let coefficients: Float64Array = new Float64Array(width);
  for (let pass = 0; pass < PASSES; pass++) {
    coefficients = weightedRidge(examples, importance, scale);
    importance = importanceOf(examples, coefficients);
  }
  return coefficients;
}

function weightedRidge({ width, rows, targets }: Examples, importance: Float64Array, scale: number): Float64Array {
  const gram = new Float64Array(width * width);
  const rhs = new Float64Array(width);
  let total = 0;
  for (const weight of importance) {
    total += weight;
  }
  addWeightedRows(rows, targets, importance, gram, rhs);
  return solveRidge(gram, rhs, new Float64Array(width).fill(PENALTY * scale * total + 1e-9));
}

/** Inverse absolute errors relative to their mean. */
function importanceOf({ width, rows, targets }: Examples, coefficients: Float64Array): Float64Array {
  const out = new Float64Array(targets.length);
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = Math.abs(targets[i]! - dot(rows, i * width, coefficients));
    sum += out[i]!;
  }
  const mean = sum / out.length;
  const least = SMALL_ERROR * mean + 1e-9;
  for (let i = 0; i < out.length; i++) {
    out[i] = mean / Math.max(out[i]!, least);
  }
  return out;
}

function dot(rows: Float64Array, offset: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < coefficients.length; j++) {
    sum += coefficients[j]! * rows[offset + j]!;
  }
  return sum;
}

/** The mean guess, moved by the coefficients on the distances from it. */
function weightedGuess(row: Float64Array, coefficients: Float64Array): number {
  const centre = rowMean(row, 0, row.length);
  return centre + coefficients.reduce((sum, weight, j) => sum + weight * (row[j]! - centre), 0);
}
