import { quantile } from '../stats/quantile.ts';
import type { RegularSeries } from './regular-series.ts';

/** Samples as a server gave them: any order, duplicates, NaN and infinities allowed; both arrays of one length. */
export interface Samples {
  /** Unix milliseconds. */
  readonly timesMs: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** How the samples of one step become one value. */
export type Aggregate = 'avg' | 'max' | 'min' | 'last';

/** The grid: value `i` stands for the time `startMs + i · stepMs` and the samples of the step that ends there. */
export interface Grid {
  readonly startMs: number;
  /** Last grid time; samples after it are left out. */
  readonly endMs: number;
  readonly stepMs: number;
}

/**
 * Puts samples on a grid: a sample counts for the grid time at or after it, less than a step away. Samples that are not
 * finite count as missing; of two samples at the same time the later in the input wins. Steps without samples are NaN.
 *
 * @throws RangeError when the step is not positive, the end precedes the start, or lengths differ
 */
export function regularise(samples: Samples, grid: Grid, aggregate: Aggregate = 'avg'): RegularSeries {
  checkGrid(samples, grid);
  const values = new Float64Array(Math.floor((grid.endMs - grid.startMs) / grid.stepMs) + 1).fill(NaN);
  const counts = new Uint32Array(values.length);
  for (const index of inTimeOrder(samples)) {
    const slot = Math.ceil((samples.timesMs[index]! - grid.startMs) / grid.stepMs);
    if (slot >= 0 && slot < values.length) {
      counts[slot]!++;
      values[slot] = merge(values[slot]!, samples.values[index]!, counts[slot]!, aggregate);
    }
  }
  return { startMs: grid.startMs, stepMs: grid.stepMs, values };
}

function checkGrid(samples: Samples, grid: Grid): void {
  if (samples.timesMs.length !== samples.values.length) {
    throw new RangeError(`${samples.timesMs.length} times, but ${samples.values.length} values.`);
  }
  if (!(grid.stepMs > 0) || !(grid.endMs >= grid.startMs)) {
    throw new RangeError(`No grid from ${grid.startMs} to ${grid.endMs} by ${grid.stepMs}.`);
  }
}

/** Indices of the finite samples by time; of equal times only the last in the input. */
function inTimeOrder({ timesMs, values }: Samples): number[] {
  const order: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]) && Number.isFinite(timesMs[i])) {
      order.push(i);
    }
  }
  order.sort((a, b) => timesMs[a]! - timesMs[b]! || a - b);
  return order.filter((index, i) => timesMs[index] !== timesMs[order[i + 1] ?? -1]);
}

function merge(current: number, value: number, count: number, aggregate: Aggregate): number {
  if (count === 1 || aggregate === 'last') {
    return value;
  }
  switch (aggregate) {
    case 'avg':
      return current - current / count + value / count;
    case 'max':
      return Math.max(current, value);
    case 'min':
      return Math.min(current, value);
  }
}

/**
 * The spacing of irregular samples in milliseconds: the median distance of neighbouring distinct times. `undefined`
 * with fewer than two distinct times.
 */
export function inferStepMs(timesMs: ArrayLike<number>): number | undefined {
  const sorted = Float64Array.from(timesMs).filter(Number.isFinite).sort();
  const distances = sorted.subarray(1).map((time, i) => time - sorted[i]!);
  const step = quantile(
    distances.filter((distance) => distance > 0),
    0.5
  );
  return Number.isNaN(step) ? undefined : step;
}
