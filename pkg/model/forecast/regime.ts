/** Shortest piece that a line is fitted to. */
const MIN_PIECE = 12;
/** Shortest end of the series that is searched for a break. */
const SHORTEST_WINDOW = 48;
/** Places that are tried for a break, closer together towards the end. */
const PLACES = 48;
/** How much better two lines have to fit than one, as an F statistic over independent values. */
const MIN_EVIDENCE = 40;

/**
 * Where the current regime begins: the index of the latest clear break of level or rate, 0 without one. Ever longer ends
 * of the series are searched for the place where two least-squares lines fit clearly better than one (Chow, 1960);
 * neighbouring residuals that resemble each other count as fewer values, so that a random walk has no breaks. O(n).
 */
export function regimeStart(values: Float64Array): number {
  const sums = momentSums(values);
  const end = values.length;
  for (let window = SHORTEST_WINDOW; window < 2 * end; window *= 2) {
    const found = lastBreak(values, sums, Math.max(0, end - window));
    if (found !== undefined) {
      return found;
    }
  }
  return 0;
}

/** Prefix sums of 1·y, t·y and y², enough for any least-squares line. */
interface Moments {
  readonly y: Float64Array;
  readonly ty: Float64Array;
  readonly yy: Float64Array;
}

function momentSums(values: Float64Array): Moments {
  const size = values.length + 1;
  const sums = { y: new Float64Array(size), ty: new Float64Array(size), yy: new Float64Array(size) };
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    sums.y[t + 1] = sums.y[t]! + value;
    sums.ty[t + 1] = sums.ty[t]! + t * value;
    sums.yy[t + 1] = sums.yy[t]! + value * value;
  }
  return sums;
}

interface Piece {
  readonly squares: number;
  readonly level: number;
  readonly slope: number;
  readonly centre: number;
}

/** The least-squares line over `[from, to)` and its sum of squared residuals. */
function linePiece(sums: Moments, from: number, to: number): Piece {
  const count = to - from;
  const centre = (from + to - 1) / 2;
  const total = sums.y[to]! - sums.y[from]!;
  const cross = sums.ty[to]! - sums.ty[from]! - centre * total;
  const spread = (count * (count * count - 1)) / 12;
  const squares = sums.yy[to]! - sums.yy[from]! - (total * total) / count - (cross * cross) / spread;
  return { squares: Math.max(squares, 0), level: total / count, slope: cross / spread, centre };
}

function lastBreak(values: Float64Array, sums: Moments, start: number): number | undefined {
  const end = values.length;
  const room = end - start - 2 * MIN_PIECE;
  if (room <= 0) {
    return undefined;
  }
  let best = { place: 0, squares: Infinity };
  for (let i = 0; i < PLACES; i++) {
    const share = i / (PLACES - 1);
    const place = end - MIN_PIECE - Math.round(room * share * share);
    const squares = linePiece(sums, start, place).squares + linePiece(sums, place, end).squares;
    best = squares < best.squares ? { place, squares } : best;
  }
  const place = sharpen(sums, start, end, best.place, Math.ceil((2 * room) / PLACES));
  return isBreak(values, sums, start, place) ? place : undefined;
}

/** The best place near a rough one. */
function sharpen(sums: Moments, start: number, end: number, rough: number, reach: number): number {
  let best = { place: rough, squares: Infinity };
  const from = Math.max(start + MIN_PIECE, rough - reach);
  const to = Math.min(end - MIN_PIECE, rough + reach);
  for (let place = from; place <= to; place++) {
    const squares = linePiece(sums, start, place).squares + linePiece(sums, place, end).squares;
    best = squares < best.squares ? { place, squares } : best;
  }
  return best.place;
}

function isBreak(values: Float64Array, sums: Moments, start: number, place: number): boolean {
  const end = values.length;
  const one = linePiece(sums, start, end).squares;
  const before = linePiece(sums, start, place);
  const after = linePiece(sums, place, end);
  const two = before.squares + after.squares;
  const residual = values
    .subarray(start)
    .map((value, i) => value - lineAt(start + i < place ? before : after, start + i));
  const memory = Math.min(Math.max(lagOneCorrelation(residual), 0), 0.99);
  const independent = ((end - start) * (1 - memory)) / (1 + memory);
  const noise = Math.max(two, 1e-9 * one) / Math.max(1, independent - 4);
  return independent > 5 && (one - two) / 3 > MIN_EVIDENCE * noise;
}

function lineAt({ level, slope, centre }: Piece, t: number): number {
  return level + slope * (t - centre);
}

/**
 * Whether the break at `start` happened only once: no other fall or rise as large as half of its jump in the same
 * direction, taken over three steps. A volume that is cleaned up again and again has no one-off breaks.
 */
export function isOneOff(values: Float64Array, start: number): boolean {
  const jump = jumpAt(values, start);
  const enough = 0.5 * Math.abs(jump);
  for (let t = 3; t < values.length - 3; t++) {
    if (Math.abs(t - start) > 6 && jumpAt(values, t) * Math.sign(jump) >= enough) {
      return false;
    }
  }
  return true;
}

function jumpAt(values: Float64Array, t: number): number {
  return values[Math.min(t + 1, values.length - 1)]! - values[Math.max(t - 2, 0)]!;
}

/** Correlation of neighbours around zero; 0 for no variance. */
export function lagOneCorrelation(values: Float64Array): number {
  let product = 0;
  let square = 0;
  for (let i = 1; i < values.length; i++) {
    product += values[i]! * values[i - 1]!;
    square += values[i - 1]! * values[i - 1]!;
  }
  return square > 0 ? product / square : 0;
}
