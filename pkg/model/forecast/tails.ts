import type { Bounds, Forecast } from './types.ts';

/** Which side of the prediction. */
export type Side = 'lower' | 'upper';

/** The value of one quantile or band edge at every step, wherever it is kept. */
interface Column {
  /** Percent between this quantile and its mirror image. */
  readonly level: number;
  readonly values: Float64Array;
  readonly stride: number;
  readonly offset: number;
}

/** One side of a forecast: its quantiles and the edges of its bands, those nearest to the prediction first. */
export interface Tail {
  readonly side: Side;
  readonly columns: readonly Column[];
}

/** The views of a forecast's own numbers that make up one side. O(levels · log levels). */
export function tailOf({ bands, uncertainty }: Pick<Forecast, 'bands' | 'uncertainty'>, side: Side): Tail {
  const { probabilities, quantiles } = uncertainty;
  const sign = side === 'upper' ? 1 : -1;
  const columns: Column[] = bands.map((band) => ({ level: band.level, values: band[side], stride: 1, offset: 0 }));
  probabilities.forEach((probability, offset) => {
    const level = 100 * sign * (2 * probability - 1);
    if (level > 0 || (level === 0 && side === 'upper')) {
      columns.push({ level, values: quantiles, stride: probabilities.length, offset });
    }
  });
  return { side, columns: columns.sort((a, b) => a.level - b.level) };
}

/**
 * A tail's values at one step with their distances from the prediction multiplied, one factor a column: none nearer to
 * the prediction than one of a lower level, all within the bounds. O(levels).
 */
export function widenedAt(
  { side, columns }: Tail,
  factors: ArrayLike<number>,
  step: number,
  prediction: number,
  bounds: Bounds | undefined
): Float64Array {
  const sign = side === 'upper' ? 1 : -1;
  let farthest = 0;
  return Float64Array.from(columns, ({ values, stride, offset }, i) => {
    const distance = Math.max(0, sign * (values[step * stride + offset]! - prediction));
    farthest = Math.max(farthest, factors[i]! * distance);
    return clampTo(prediction + sign * farthest, bounds);
  });
}

/** Writes a tail's values at one step into the arrays that it is a view of. */
export function putTail({ columns }: Tail, step: number, row: Float64Array): void {
  columns.forEach(({ values, stride, offset }, i) => {
    values[step * stride + offset] = row[i]!;
  });
}

function clampTo(value: number, bounds: Bounds | undefined): number {
  return Math.min(Math.max(value, bounds?.lower ?? -Infinity), bounds?.upper ?? Infinity);
}
