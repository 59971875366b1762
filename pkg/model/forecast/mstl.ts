import { median } from '../stats/quantile.ts';
import { movingAverage } from '../stats/smooth.ts';
import { decomposeSeasons } from '../stats/stl.ts';
import { fitEts, type EtsFit } from './ets-fit.ts';
import { etsPath } from './ets-recursion.ts';
import type { FittedModel, Model, Training } from './model.ts';
import { withinReach } from './reach.ts';
import { seasonFreePrefix } from './season-free.ts';

const MIN_POINTS = 8;
/** The latest values that count for the level; the seasons learn from all. */
const LEVEL_POINTS = 1_200;
/** How far ahead the level is judged without a season; with one, half of the shortest. */
const USUAL_LEAD = 12;
/** Cycles that the profile of the shortest season is smoothed over, and by how many more each longer one. */
const FIRST_SPAN = 19;
const MORE_SPAN = 4;
/** Standard deviations beyond which a value teaches the seasons no more. */
const OUTLIER = 3;
/** Standard deviation of a normal distribution in units of its median absolute deviation. */
const MAD_TO_DEVIATION = 1.4826;

/**
 * MSTL: takes every season with two full cycles off by iterated STL, continues each by repeating its last cycle and the
 * rest by exponential smoothing, with a damped trend where AICc asks for it (Bandara, Hyndman and Bergmeir, 2021).
 * Outliers are cut before the seasons are learned, in place of STL's own robustness weights, which cost many times more.
 * Profiles may change their shape over 19 cycles and more; the paper's 11 follow noise too closely. Works in the unit of the training. Needs values without gaps and at
 * least 8. Cost: O(30 · n) a season and prefix, about 1 ms a prefix of 720.
 *
 * @example fitAll(mstl, { values, observed, seasons: [24, 168] })?.predict(168)
 */
export const mstl: Model = {
  name: 'mstl',
  fit: (training, ends) => {
    const previous = new Map<boolean, EtsFit>();
    return ends.map((end) => (end < MIN_POINTS ? undefined : fitPrefix(training, end, previous)));
  },
};

function fitPrefix(training: Training, end: number, previous: Map<boolean, EtsFit>): FittedModel {
  const periods = training.seasons.filter((season) => season > 1 && 2 * season <= end).sort((a, b) => a - b);
  const spans = periods.map((_, i) => FIRST_SPAN + MORE_SPAN * i);
  const values = training.values.subarray(0, end);
  const { seasonal } = decomposeSeasons(withoutOutliers(values, training, end, periods[0]), periods, spans);
  const rest = values.map((value, t) => seasonal.reduce((sum, component) => sum - component[t]!, value));
  const cycles = seasonal.map((component, i) => component.slice(end - periods[i]!));
  const level = fitLevel(rest.subarray(Math.max(0, end - LEVEL_POINTS)), periods[0], previous);
  const guard = withinReach(values);
  return {
    predict: (horizon) =>
      guard(
        etsPath(level.state, level.parameters.phi, horizon).map((value, step) =>
          cycles.reduce((sum, cycle) => sum + cycle[step % cycle.length]!, value)
        )
      ),
  };
}

/**
 * The values, those too far from their median profile and moving average moved to the limit. The seasons alone are learned
 * from these: an outage is no habit, but it may be where the level is now.
 */
function withoutOutliers(values: Float64Array, training: Training, end: number, window = USUAL_LEAD): Float64Array {
  const seasonFree = seasonFreePrefix(training, end).values;
  const trend = movingAverage(seasonFree, window);
  const residual = seasonFree.map((value, t) => value - trend[t]!);
  const limit = OUTLIER * MAD_TO_DEVIATION * median(residual.map(Math.abs));
  return values.map((value, t) => value - residual[t]! + Math.min(Math.max(residual[t]!, -limit), limit));
}

/** Exponential smoothing of what has no season, with or without a damped trend. */
function fitLevel(rest: Float64Array, shortest: number | undefined, previous: Map<boolean, EtsFit>): EtsFit {
  const wanted = shortest === undefined ? USUAL_LEAD : Math.ceil(shortest / 2);
  const lead = Math.max(1, Math.min(wanted, Math.floor(rest.length / 4)));
  const fits = [false, true].map((damped) => {
    const fit = fitEts(rest, { damped, period: 1 }, lead, previous.get(damped));
    previous.set(damped, fit);
    return fit;
  });
  return fits.reduce((a, b) => (b.aicc < a.aicc ? b : a));
}
