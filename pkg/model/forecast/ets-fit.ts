import { minimiseSimplex } from '../stats/nelder-mead.ts';
import { log } from '../stats/portable.ts';
import { median } from '../stats/quantile.ts';
import { fitLine, movingAverage } from '../stats/smooth.ts';
import { runEts, type EtsParameters, type EtsRun, type EtsState } from './ets-recursion.ts';

/** Which of the additive models: with or without a damped trend; a period of 1 is no season. */
export interface EtsForm {
  readonly damped: boolean;
  readonly period: number;
}

/** An estimated model and where it stands after the last value. */
export interface EtsFit extends EtsRun {
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  /** AICc over independent errors only; comparable between forms on the same values with the same lead. */
  readonly aicc: number;
  /** Before the first value. */
  readonly start: EtsState;
  /** The search's own variables: a start for the fit to a longer prefix. */
  readonly shares: readonly number[];
}

const MIN_DAMPING = 0.8;
const MAX_DAMPING = 0.98;
const LEVEL_POINTS = 10;
const START_CYCLES = 6;
/** Keeps the search off the ends of the ranges. */
const LEAST_SHARE = 0.0001;
const EVALUATIONS = 120;
/** A search that starts near its end needs fewer steps and a smaller simplex. */
const WARM_EVALUATIONS = 50;

/**
 * Estimates one form by least squares of its errors `lead` steps ahead over 0 < β < α < 1, 0 < γ < 1 − α and
 * 0.8 ≤ φ ≤ 0.98: every such model is stable. With a lead of 1 this is maximum likelihood for normal errors; a longer
 * one keeps the level from chasing the last values, which costs a forecast of a day far more than one of an hour. The
 * states before the first value come from a line through the first 10 values and the profile of the first cycles; they
 * are not searched, so that a season of 288 costs no more than one of 4.
 *
 * @param warm the fit of the same form to a shorter prefix
 */
export function fitEts(values: Float64Array, form: EtsForm, lead: number, warm?: EtsFit): EtsFit {
  const start = startState(values, form);
  const first = searchVariables(form);
  const { point } = minimiseSimplex((shares) => runEts(values, parametersOf(shares, form), start, lead).meanSquare, {
    start: warm?.shares ?? first,
    lower: first.map(() => LEAST_SHARE),
    upper: first.map(() => 1 - LEAST_SHARE),
    size: warm === undefined ? 0.25 : 0.05,
    evaluations: warm === undefined ? EVALUATIONS : WARM_EVALUATIONS,
    tolerance: 1e-6,
  });
  const parameters = parametersOf(point, form);
  const run = runEts(values, parameters, start, lead);
  const aicc = correctedAic(run.meanSquare, values.length / lead, form);
  return { ...run, form, parameters, start, shares: [...point], aicc };
}

/** First values of α, then γ, then β and φ as shares of their ranges. */
function searchVariables({ damped, period }: EtsForm): number[] {
  return [0.3, ...(period > 1 ? [0.1] : []), ...(damped ? [0.1, 0.6] : [])];
}

function parametersOf(shares: ArrayLike<number>, { damped, period }: EtsForm): EtsParameters {
  const alpha = shares[0]!;
  const gamma = period > 1 ? shares[1]! * (1 - alpha) : 0;
  const next = period > 1 ? 2 : 1;
  return {
    alpha,
    gamma,
    beta: damped ? shares[next]! * alpha : 0,
    phi: damped ? MIN_DAMPING + shares[next + 1]! * (MAX_DAMPING - MIN_DAMPING) : 0,
  };
}

function startState(values: Float64Array, { damped, period }: EtsForm): EtsState {
  const season = period > 1 ? startProfile(values, period) : new Float64Array(1);
  const first = values
    .subarray(0, Math.min(values.length, LEVEL_POINTS))
    .map((value, t) => value - season[t % period]!);
  const line = fitLine(first);
  return damped
    ? { level: line.intercept - line.slope, slope: line.slope, season }
    : { level: line.intercept + (line.slope * (first.length - 1)) / 2, slope: 0, season };
}

/** Median by phase over the first cycles of the distance to the moving average; its mean is zero. */
function startProfile(values: Float64Array, period: number): Float64Array {
  const early = values.subarray(0, Math.min(values.length, START_CYCLES * period));
  const trend = movingAverage(early, period);
  const profile = Float64Array.from({ length: period }, (_, phase) => {
    const distances: number[] = [];
    for (let t = phase; t < early.length; t += period) {
      distances.push(early[t]! - trend[t]!);
    }
    return median(distances);
  });
  const mean = profile.reduce((sum, value) => sum + value, 0) / period;
  return profile.map((value) => value - mean);
}

function correctedAic(meanSquare: number, count: number, form: EtsForm): number {
  const parameters = 3 + (form.damped ? 3 : 0);
  const penalty = 2 * parameters + (2 * parameters * (parameters + 1)) / Math.max(1, count - parameters - 1);
  return count * log(Math.max(meanSquare, 1e-300)) + penalty;
}
