import { minimiseScalar } from '../stats/minimise-scalar.ts';
import { fitLine } from '../stats/smooth.ts';
import { independentFits, type FittedModel, type Model, type Training } from './model.ts';
import { withinReach } from './reach.ts';
import { seasonFreePrefix } from './season-free.ts';

const MIN_POINTS = 6;
/** Places where the smoothing is tried before the search narrows down: small ones suit long, noisy series. */
const SMOOTHING_PLACES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.99];
const SEARCH_STEPS = 16;

/**
 * Theta: the season taken off by an additive profile (values are standardised, so that nothing says whether the unit is
 * strictly positive), simple exponential smoothing for the level and a share of the least-squares slope for the drift
 * (Assimakopoulos and Nikolopoulos, 2000). The share `1 − 1/θ` between none and all, the smoothing and the first level
 * minimise squared errors: the optimised theta model of Fiorucci et al., 2016; θ = 2 is the classic one. With a season
 * the errors are those half a season ahead, so that the level does not chase the last values; without, one step ahead.
 * Works in the unit of the training. Needs values without gaps (NaN are filled before) and at least 6 of them.
 * Cost: O(n log n) a prefix for the season, then 27 passes; about 1 ms for 6 prefixes of 720 values.
 *
 * @example fitAll(theta, { values, observed, seasons: [24] })?.predict(48)
 */
export const theta: Model = independentFits('theta', fitTheta);

/** The state-space form of Fiorucci et al., 2016, with a fixed line. */
export interface ThetaParameters {
  /** Weight of the newest value in the level, within (0, 1). */
  readonly alpha: number;
  /** Level before the first value. */
  readonly start: number;
  /** `1 − 1/θ`: how much of the line's slope the forecast has, within [0, 1]. */
  readonly share: number;
  /** The least-squares line, `intercept + slope · t` with t = 1 for the first value. */
  readonly intercept: number;
  readonly slope: number;
}

function fitTheta(training: Training, end: number): FittedModel | undefined {
  if (end < MIN_POINTS) {
    return undefined;
  }
  const seasonFree = seasonFreePrefix(training, end);
  const parameters = estimateTheta(seasonFree.values, leadFor(training, end));
  const { level } = thetaErrors(seasonFree.values, parameters);
  const guard = withinReach(training.values.subarray(0, end));
  return {
    predict: (horizon) =>
      guard(thetaPath(parameters, level, end, horizon).map((value, step) => value + seasonFree.seasonal(step))),
  };
}

/** How far ahead the fit is judged: half of the strongest season. */
function leadFor(training: Training, end: number): number {
  const season = training.seasons.find((length) => 2 * length <= end) ?? 1;
  return Math.max(1, Math.min(Math.ceil(season / 2), Math.floor(end / 4)));
}

/**
 * The parameters with the least sum of squared errors `lead` steps ahead. Given the smoothing, the first level and the
 * share enter the errors linearly, so that only the smoothing has to be searched.
 *
 * @param lead 1 is what Fiorucci et al. do; at most the number of values
 */
export function estimateTheta(values: Float64Array, lead: number): ThetaParameters {
  const line = fitLine(values);
  const intercept = line.intercept - line.slope;
  const at = (alpha: number): LinearPart => linearPart(values, alpha, intercept, line.slope, lead);
  const { at: alpha } = minimiseScalar((x) => at(x).squares, SMOOTHING_PLACES, SEARCH_STEPS);
  const { start, share } = at(alpha);
  return { alpha, start, share, intercept, slope: line.slope };
}

interface LinearPart {
  readonly start: number;
  readonly share: number;
  readonly squares: number;
}

/** Least squares of what smoothing from zero leaves over on the fading first level and on the line's contribution. */
function linearPart(values: Float64Array, alpha: number, intercept: number, slope: number, lead: number): LinearPart {
  // The line adds `steady + fading · fade` to a prediction `lead` steps ahead.
  const steady = slope / alpha + (lead - 1) * slope;
  const fading = intercept - ((1 - alpha) / alpha) * slope;
  let [smooth, fade] = [0, 1];
  let [cc, cg, gg, ce, ge, ee] = [0, 0, 0, 0, 0, 0];
  for (let t = 0; t + lead <= values.length; t++) {
    const drift = steady + fading * fade;
    const rest = values[t + lead - 1]! - smooth;
    cc += fade * fade;
    cg += fade * drift;
    gg += drift * drift;
    ce += fade * rest;
    ge += drift * rest;
    ee += rest * rest;
    smooth += alpha * (values[t]! - smooth);
    fade = faded(fade, alpha);
  }
  const own = gg - (cg * cg) / cc;
  const free = own > 1e-9 * gg ? (ge - (cg * ce) / cc) / own : 0;
  const share = Math.min(Math.max(free, 0), 1);
  const start = (ce - share * cg) / cc;
  const squares = ee - 2 * (start * ce + share * ge) + start * start * cc + 2 * start * share * cg + share * share * gg;
  return { start, share, squares };
}

/** Below this a fading share changes no sum, and numbers that small are slow to reckon with. */
const NOTHING = 1e-290;

function faded(fade: number, alpha: number): number {
  const next = fade * (1 - alpha);
  return next < NOTHING ? 0 : next;
}

/** The one-step errors over the values, and the level after the last. */
export function thetaErrors(
  values: Float64Array,
  { alpha, start, share, intercept, slope }: ThetaParameters
): { errors: Float64Array; level: number } {
  const errors = new Float64Array(values.length);
  let level = start;
  let fade = 1;
  for (let t = 0; t < values.length; t++) {
    const drift = fade * intercept + ((1 - fade * (1 - alpha)) / alpha) * slope;
    errors[t] = values[t]! - level - share * drift;
    level += alpha * (values[t]! - level);
    fade = faded(fade, alpha);
  }
  return { errors, level };
}

/** The next `horizon` values after `count` values that ended at `level`. */
export function thetaPath(
  { alpha, share, intercept, slope }: ThetaParameters,
  level: number,
  count: number,
  horizon: number
): Float64Array {
  const out = new Float64Array(horizon);
  let current = level;
  let fade = Math.pow(1 - alpha, count);
  for (let step = 0; step < horizon; step++) {
    const drift = fade * intercept + ((1 - fade * (1 - alpha)) / alpha) * slope;
    out[step] = current + share * drift;
    current += alpha * (out[step]! - current);
    fade *= 1 - alpha;
  }
  return out;
}
