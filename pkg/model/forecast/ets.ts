import { fitEts, type EtsFit, type EtsForm } from './ets-fit.ts';
import { etsPath } from './ets-recursion.ts';
import type { FittedModel, Model, Training } from './model.ts';
import { withinReach } from './reach.ts';
import { deseasonalise } from './seasonal-profile.ts';

const MIN_POINTS = 8;
/** Only the latest values count: the model forgets exponentially. Keeps the cost of long series down. */
const MOST_POINTS = 1_200;
const MOST_CYCLES = 6;
/** How far ahead the fit is judged without a season; with one, half of it. */
const USUAL_LEAD = 12;

/**
 * Exponential smoothing ETS(A, N or Ad, A or N): level, damped slope and the strongest season follow the data at rates
 * that minimise the squared errors half a season ahead (12 steps without one) instead of one step ahead, because that is
 * what is asked for; with or without the slope by AICc (Hyndman, Koehler, Ord and Snyder, 2008).
 * Further seasons are taken off by a profile and put back. A trend is always damped, so that it does not run away.
 * Works in the unit of the training. Needs values without gaps and at least 8; a season needs two full cycles, else it
 * is left out. Uses the latest 1,200 values or 6 cycles. Each prefix starts its search from the result of the one
 * before. Cost: linear in the values used, about 0.5 ms a prefix of 720.
 *
 * @example fitAll(ets, { values, observed, seasons: [24] })?.predict(48)
 */
export const ets: Model = {
  name: 'ets',
  fit: (training, ends) => {
    const previous = new Map<string, EtsFit>();
    return ends.map((end) => (end < MIN_POINTS ? undefined : fitPrefix(training, end, previous)));
  },
};

function fitPrefix(training: Training, end: number, previous: Map<string, EtsFit>): FittedModel {
  const { values, period, extra } = singleSeason(training, end);
  const kept = values.subarray(Math.max(0, end - Math.max(MOST_POINTS, MOST_CYCLES * period)));
  const lead = Math.max(1, Math.min(period > 1 ? Math.ceil(period / 2) : USUAL_LEAD, Math.floor(kept.length / 4)));
  const fits = [false, true].map((damped) => {
    const form: EtsForm = { damped, period };
    const key = `${damped} ${period}`;
    const fit = fitEts(kept, form, lead, previous.get(key));
    previous.set(key, fit);
    return fit;
  });
  const best = fits.reduce((a, b) => (b.aicc < a.aicc ? b : a));
  const guard = withinReach(training.values.subarray(0, end));
  return {
    predict: (horizon) =>
      guard(etsPath(best.state, best.parameters.phi, horizon).map((value, step) => value + extra(step))),
  };
}

/** The first `end` values with their strongest season only, and what the other seasons add after them. */
function singleSeason(
  training: Training,
  end: number
): { values: Float64Array; period: number; extra: (step: number) => number } {
  const values = training.values.subarray(0, end);
  const [period = 1, ...others] = training.seasons.filter((season) => 2 * season <= end);
  if (others.length === 0) {
    return { values, period, extra: () => 0 };
  }
  const withoutFirst = deseasonalise(values, [period]);
  const withoutAny = deseasonalise(withoutFirst.values, others);
  return {
    values: values.map((value, t) => value - withoutFirst.values[t]! + withoutAny.values[t]!),
    period,
    extra: (step) => withoutAny.seasonal(step),
  };
}
