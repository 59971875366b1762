import { localLines, smoothLines, type LocalLines } from './loess.ts';

const INNER_PASSES = 2;
/** Rounds over several seasons, each taken from what the others leave. */
const ROUNDS = 2;
/** Spans are smoothed at a tenth of their steps. */
const JUMP_SHARE = 0.1;

/** A series as the sum of its parts. */
export interface Decomposition {
  /** One component for each period, in the order asked for. */
  readonly seasonal: readonly Float64Array[];
  /** The values without any season: trend and remainder. */
  readonly rest: Float64Array;
}

/**
 * MSTL (Bandara, Hyndman and Bergmeir, 2021): takes one season after the other off by STL (Cleveland, Cleveland, McRae
 * and Terpenning, 1990), two rounds where there are several. Without robustness weights. O(n · (30 + span)) a season and
 * round.
 *
 * @param values without gaps
 * @param periods ascending, each with at least two full cycles
 * @param spans for each period the number of cycles, odd, that its profile is smoothed over: the more, the steadier it is
 */
export function decomposeSeasons(
  values: Float64Array,
  periods: readonly number[],
  spans: readonly number[]
): Decomposition {
  const smoothers = periods.map((period, i) => seasonalSmoother(values.length, period, spans[i]!));
  const seasonal = periods.map((): Float64Array => new Float64Array(values.length));
  let rest: Float64Array = values.slice();
  for (let round = 0; round < (periods.length > 1 ? ROUNDS : 1); round++) {
    smoothers.forEach((smoother, i) => {
      const whole = sum(rest, seasonal[i]!);
      seasonal[i] = smoother(whole);
      rest = difference(whole, seasonal[i]);
    });
  }
  return { seasonal, rest };
}

/** STL's seasonal component of series of one length. */
function seasonalSmoother(count: number, period: number, span: number): (values: Float64Array) => Float64Array {
  const lowPassSpan = period + 1 + ((period + 1) % 2 === 0 ? 1 : 0);
  const trendSpan = oddAbove((1.5 * period) / (1 - 1.5 / span));
  const lowPass = localLines(count, lowPassSpan);
  const trendLines = localLines(count, trendSpan);
  const cycles = cycleSmoother(count, period, span);
  return (values) => {
    let trend: Float64Array = new Float64Array(count);
    let season: Float64Array = trend;
    for (let pass = 0; pass < INNER_PASSES; pass++) {
      const extended = cycles(difference(values, trend));
      const low = smoothLines(lowPass, averagedThrice(extended, period), jumpFor(lowPassSpan));
      season = difference(extended.subarray(period, period + count), low);
      trend = smoothLines(trendLines, difference(values, season), jumpFor(trendSpan));
    }
    return season;
  };
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = a[i]! + b[i]!;
  }
  return out;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = a[i]! - b[i]!;
  }
  return out;
}

/** The smallest odd whole number that is not below. */
function oddAbove(value: number): number {
  const whole = Math.ceil(value);
  return whole % 2 === 0 ? whole + 1 : whole;
}

function jumpFor(span: number): number {
  return Math.ceil(JUMP_SHARE * span);
}

/** Smooths the values of each phase along the cycles and continues them by one cycle at both ends. */
function cycleSmoother(count: number, period: number, span: number): (values: Float64Array) => Float64Array {
  const most = Math.ceil(count / period);
  const whole = localLines(most, span);
  const shorter = localLines(most - 1, span);
  const isWhole = (phase: number): boolean => phase + (most - 1) * period < count;
  const extend = (lines: LocalLines, cycles: number, phase: number, values: Float64Array, out: Float64Array): void => {
    for (let cycle = -1; cycle <= cycles; cycle++) {
      out[phase + (cycle + 1) * period] = lines.at(values, phase, period, cycle);
    }
  };
  return (values) => {
    const out = new Float64Array(count + 2 * period);
    for (let phase = 0; phase < period; phase++) {
      extend(isWhole(phase) ? whole : shorter, isWhole(phase) ? most : most - 1, phase, values, out);
    }
    return out;
  };
}

/** Moving averages over one period, one period and 3, each shorter than its input. */
function averagedThrice(values: Float64Array, period: number): Float64Array {
  return averaged(averaged(averaged(values, period), period), 3);
}

function averaged(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length - width + 1);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! - (i < width ? 0 : values[i - width]!);
    if (i >= width - 1) {
      out[i - width + 1] = sum / width;
    }
  }
  return out;
}
