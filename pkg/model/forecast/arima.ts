import { fitArma, type ArmaFit } from './arima-fit.ts';
import { hannanRissanen } from './arima-order.ts';
import { armaPath, type Arma } from './arima-recursion.ts';
import type { FittedModel, Model, Training } from './model.ts';
import { withinReach } from './reach.ts';
import { seasonFreePrefix } from './season-free.ts';

const MIN_POINTS = 16;
/** Only the latest values count: older ones add cost, and a regime that has passed. */
const MOST_POINTS = 1_000;
const MAX_ORDER = 4;
/** Models that are estimated in full: the best by their first estimate, and the two simplest. */
const CANDIDATES = 3;
const SIMPLEST: readonly Arma[] = [
  { ar: [0], ma: [] },
  { ar: [], ma: [0] },
];
/** How far ahead the candidates are judged without a season; with one, half of it. */
const USUAL_LEAD = 12;
const MOST_LEAD = 144;
/** By how much knowing the mean beforehand flatters the models that return to it. */
const HINDSIGHT = 1.03;
/** Places from which they are judged. */
const JUDGED = 30;

/**
 * ARIMA on the series without its seasonal profile, with up to 4 autoregressive and 4 moving average terms, differenced
 * once or not at all. First estimates of all orders by Hannan and Rissanen, 1982, ranked by AICc; the best three of
 * them and the two simplest are estimated by conditional least squares (Box and Jenkins, 1970) as stationary and
 * invertible models, each with and without differencing, and the one that erred least half a season ahead is taken:
 * one-step errors, and so AICc alone, hardly tell a wandering series from one that returns.
 * Neither drift nor trend.
 * Works in the unit of the training. Needs values without gaps and at least 16. Uses the latest 1,000.
 * Cost: O(n · orders²), about 3 ms a prefix of 720.
 *
 * @example fitAll(arima, { values, observed, seasons: [24] })?.predict(48)
 */
export const arima: Model = {
  name: 'arima',
  fit: (training, ends) => {
    const previous = new Map<string, ArmaFit>();
    return ends.map((end) => (end < MIN_POINTS ? undefined : fitPrefix(training, end, previous)));
  },
};

/** Continues the first `end` of the values it was fitted to. */
type Path = (end: number, horizon: number) => Float64Array;

function fitPrefix(training: Training, end: number, previous: Map<string, ArmaFit>): FittedModel {
  const seasonFree = seasonFreePrefix(training, end);
  const values = seasonFree.values.subarray(Math.max(0, end - MOST_POINTS));
  const levels = levelPaths(values, previous);
  const paths = [...levels, ...walkPaths(values, previous)];
  const season = training.seasons.find((length) => 2 * length <= end);
  const wanted = season === undefined ? USUAL_LEAD : Math.min(MOST_LEAD, Math.ceil(season / 2));
  const lead = Math.min(wanted, Math.floor(values.length / 4));
  const losses = paths.map((path, i) => errorAhead(values, path, lead) * (i < levels.length ? HINDSIGHT : 1));
  const path = paths[losses.indexOf(Math.min(...losses))]!;
  const guard = withinReach(training.values.subarray(0, end));
  return {
    predict: (horizon) => guard(path(values.length, horizon).map((value, step) => value + seasonFree.seasonal(step))),
  };
}

/** Models that return to the mean. */
function levelPaths(values: Float64Array, previous: Map<string, ArmaFit>): Path[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  return fitCandidates(centred, 'level', previous).map(
    ({ model, errors }): Path =>
      (end, horizon) =>
        armaPath(centred, errors, model, end, horizon).map((value) => mean + value)
  );
}

/** Models of the changes: the level stays where it is led. */
function walkPaths(values: Float64Array, previous: Map<string, ArmaFit>): Path[] {
  const changes = values.subarray(1).map((value, t) => value - values[t]!);
  return fitCandidates(changes, 'walk', previous).map(
    ({ model, errors }): Path =>
      (end, horizon) => {
        let level = values[end - 1]!;
        return armaPath(changes, errors, model, end - 1, horizon).map((change) => (level += change));
      }
  );
}

/** Estimates of the most promising orders; those that a shorter prefix had too start from its result. */
function fitCandidates(values: Float64Array, kind: string, previous: Map<string, ArmaFit>): ArmaFit[] {
  const most = Math.min(MAX_ORDER, Math.floor(values.length / 10));
  const models: Arma[] = [...hannanRissanen(values, most, most).slice(0, CANDIDATES), ...SIMPLEST];
  const fits = new Map<string, ArmaFit>();
  for (const model of models) {
    const key = `${kind} ${model.ar.length} ${model.ma.length}`;
    if (!fits.has(key)) {
      fits.set(key, fitArma(values, previous.get(key)?.model ?? model, Math.max(1, most)));
    }
  }
  fits.forEach((fit, key) => previous.set(key, fit));
  return [...fits.values()];
}

/** Mean absolute error over the next `lead` steps from places spread over the latest two thirds. */
function errorAhead(values: Float64Array, path: Path, lead: number): number {
  const first = Math.ceil(values.length / 3);
  const room = values.length - lead - first;
  let sum = 0;
  for (let i = 0; i < JUDGED; i++) {
    const end = first + Math.round((room * i) / (JUDGED - 1));
    const predicted = path(end, lead);
    for (let step = 0; step < lead; step++) {
      sum += Math.abs(values[end + step]! - predicted[step]!);
    }
  }
  return sum / (JUDGED * lead);
}
