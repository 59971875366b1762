import { cos, sin } from '../stats/portable.ts';

/** Most harmonics of the first and of every longer season. */
const FIRST_HARMONICS = 8;
const LONGER_HARMONICS = 10;

/** A constant, a line and harmonics as columns of a regression; row-major `rows` for the steps of the training. */
export interface HarmonicDesign {
  readonly width: number;
  readonly rows: Float64Array;
  /** Season of each column; 0 for constant and line. */
  readonly periods: Float64Array;
  /** The regression's value at any step, also beyond the training. */
  value(step: number, coefficients: Float64Array): number;
}

/**
 * Columns 0 and 1 are the constant and a line that rises by 1 over `length` steps; then cosine and sine of each
 * harmonic, shortest season first. A harmonic that a shorter season already has, or faster than two steps, is left out.
 */
export function harmonicDesign(length: number, seasons: readonly number[]): HarmonicDesign {
  const frequencies = harmonicFrequencies(seasons);
  const width = 2 + 2 * frequencies.length;
  const periods = new Float64Array(width);
  frequencies.forEach(({ period }, i) => periods.fill(period, 2 + 2 * i, 4 + 2 * i));
  const circles = new Map(seasons.map((period) => [period, unitCircle(period)]));
  const waves = frequencies.map(({ period, harmonic }) => ({ period, harmonic, circle: circles.get(period)! }));
  const fill = (step: number, out: Float64Array, offset: number): void => {
    out[offset] = 1;
    out[offset + 1] = step / length;
    for (let i = 0; i < waves.length; i++) {
      const { period, harmonic, circle } = waves[i]!;
      const at = 2 * ((step * harmonic) % period);
      out[offset + 2 + 2 * i] = circle[at]!;
      out[offset + 3 + 2 * i] = circle[at + 1]!;
    }
  };
  const rows = new Float64Array(length * width);
  for (let step = 0; step < length; step++) {
    fill(step, rows, step * width);
  }
  const scratch = new Float64Array(width);
  const value = (step: number, coefficients: Float64Array): number => {
    const offset = step < length ? step * width : 0;
    if (step >= length) {
      fill(step, scratch, 0);
    }
    const source = step < length ? rows : scratch;
    let sum = 0;
    for (let i = 0; i < width; i++) {
      sum += coefficients[i]! * source[offset + i]!;
    }
    return sum;
  };
  return { width, rows, periods, value };
}

/** Cosine and sine of every step of a period, one after the other. */
function unitCircle(period: number): Float64Array {
  const circle = new Float64Array(2 * period);
  for (let step = 0; step < period; step++) {
    const angle = (2 * Math.PI * step) / period;
    circle[2 * step] = cos(angle);
    circle[2 * step + 1] = sin(angle);
  }
  return circle;
}

function harmonicFrequencies(seasons: readonly number[]): { period: number; harmonic: number }[] {
  const ascending = [...seasons].sort((a, b) => a - b);
  const out: { period: number; harmonic: number }[] = [];
  ascending.forEach((period, i) => {
    const most = Math.min(i === 0 ? FIRST_HARMONICS : LONGER_HARMONICS, Math.floor((period - 1) / 2));
    for (let harmonic = 1; harmonic <= most; harmonic++) {
      const known = out.some((other) => other.harmonic * period === harmonic * other.period);
      if (!known) {
        out.push({ period, harmonic });
      }
    }
  });
  return out;
}
