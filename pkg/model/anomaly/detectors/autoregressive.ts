import { RobustDistance } from '../robust-distance.ts';
import type { Detector, View } from './view.ts';

const ORDER = 6;
/** Intercept and lags. */
const SIZE = ORDER + 1;
const FORGET = 0.9995;
/** Samples between two looks at level and scale by which the regression sees the series; more often at the start. */
const RESCALE = 64;
const FREQUENT = 20;
/** Cut-offs in robust standard deviations: one outlier must neither feed nor teach the regression more than that. */
const INPUT_LIMIT = 8;
const ERROR_LIMIT = 3;
const LEAST_SCALE = 0.01;
/** What would overflow is this far off. */
const FARTHEST = 1e12;
const PRIOR = 10;
const MOST_VARIANCE = 1e4;

/**
 * One-step error of an autoregression of order 6, fitted by recursive least squares with forgetting (Haykin, Adaptive
 * Filter Theory, ch. 10), in robust standard deviations of its past errors. Sharp at onsets, blind to what lasts. Inputs
 * are clipped. A gap starts the lags anew. O(order²) a sample.
 */
export function autoregressive(window: number): Detector {
  const regression = new RecursiveLeastSquares();
  const lags = new Float64Array(ORDER);
  const errors = new RobustDistance(window);
  let known = 0;
  let seen = 0;
  let level = NaN;
  let scale = 1;
  return {
    push({ value, past, centre, scale: spread, isAfterGap }: View): number {
      if (past.size > 0 && (seen < FREQUENT || seen % RESCALE === 0)) {
        level = centre;
        scale = spread > 0 ? spread : 1;
      }
      seen++;
      known = isAfterGap ? 0 : known;
      let score = 0;
      if (known === ORDER) {
        const error = clipped((value - level) / scale, FARTHEST) - regression.predict(lags, level, scale);
        score = Math.abs(errors.push(error, LEAST_SCALE));
        regression.learn(clipped(error, ERROR_LIMIT));
      }
      lags.copyWithin(1, 0, ORDER - 1);
      lags[0] = value;
      known = Math.min(known + 1, ORDER);
      return score;
    },
  };
}

/** The regression of a value on an intercept and the values before it. */
class RecursiveLeastSquares {
  private readonly covariance = new Float64Array(SIZE * SIZE);
  private readonly weights = new Float64Array(SIZE);
  private readonly inputs = new Float64Array(SIZE);
  private readonly gain = new Float64Array(SIZE);

  constructor() {
    for (let i = 0; i < SIZE; i++) {
      this.covariance[i * SIZE + i] = PRIOR;
    }
    this.weights[1] = 1;
  }

  /** The next value, in scales from the level. */
  predict(lags: Float64Array, level: number, scale: number): number {
    this.inputs[0] = 1;
    let predicted = this.weights[0]!;
    for (let i = 1; i < SIZE; i++) {
      this.inputs[i] = clipped((lags[i - 1]! - level) / scale, INPUT_LIMIT);
      predicted += this.weights[i]! * this.inputs[i]!;
    }
    return predicted;
  }

  /** Learns by how much the last prediction was off. */
  learn(error: number): void {
    const { covariance, weights, inputs, gain } = this;
    let power = FORGET;
    for (let i = 0; i < SIZE; i++) {
      let sum = 0;
      for (let j = 0; j < SIZE; j++) {
        sum += covariance[i * SIZE + j]! * inputs[j]!;
      }
      gain[i] = sum;
      power += sum * inputs[i]!;
    }
    for (let i = 0; i < SIZE; i++) {
      weights[i]! += (gain[i]! * error) / power;
      // The covariance is symmetric: one half is worked out.
      for (let j = 0; j <= i; j++) {
        const next = (covariance[i * SIZE + j]! - (gain[i]! * gain[j]!) / power) / FORGET;
        const bounded = clipped(next, MOST_VARIANCE);
        covariance[i * SIZE + j] = bounded;
        covariance[j * SIZE + i] = bounded;
      }
    }
  }
}

function clipped(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
