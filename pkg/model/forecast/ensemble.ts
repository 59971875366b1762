import { exp, log } from '../stats/portable.ts';
import { originErrors, type BacktestPlan, type BacktestRun } from './backtest.ts';

/** Each weight is the inverse backtest error to this power: a member with 10 % more error gets about half the weight. */
const POWER = 6;
/** What an origin counts beside the next newer one: behaviour changes, and the newest errors tell most of the next ones. */
const AGEING = 0.8;
/** Share of the mean error that is added to every origin's, so that one perfect origin does not decide. */
const FLOOR = 1e-3;

/** A backtested model that may take part. */
export interface Member {
  readonly run: BacktestRun;
  /** Factor on its error: above 1 for members that were tuned on the same backtest. */
  readonly handicap: number;
}

/** The blended run and what each member contributes. */
export interface Ensemble {
  readonly run: BacktestRun;
  /** Names and weights, largest first; the weights of one name are added up; they sum to 1. */
  readonly shares: readonly { readonly name: string; readonly weight: number }[];
}

/**
 * Blends members by the inverse of their backtest errors to a power (Bates and Granger, 1969, without correlations). An
 * error is the geometric mean over the origins of the mean absolute errors, newer origins counting more. The errors of
 * the blend at an origin use weights learned from the other origins, so that bands learned from them are not too narrow.
 * Members without a known error have no say; a member that could not be fitted at an origin is left out of it.
 * `undefined` when no member has a known error. Cost: O(members · origins · (origins + horizon)).
 */
export function blendMembers(members: readonly Member[], plan: BacktestPlan): Ensemble | undefined {
  const errors = members.map(({ run }) => originErrors(run.errors));
  const importance = originImportance(plan, members);
  const weigh = (skipped: number): number[] | undefined =>
    inverseWeights(
      errors.map((row, i) => members[i]!.handicap * ageingError(row, importance, skipped)),
      members
    );
  const weights = weigh(-1);
  if (weights === undefined) {
    return undefined;
  }
  const prediction = weightedSum(
    members.map(({ run }) => run.prediction),
    weights
  );
  const blended = plan.origins.map((_, origin) => {
    const taking = weigh(origin) ?? weights;
    const fitted = taking.map((weight, i) => (Number.isNaN(errors[i]![origin]!) ? 0 : weight));
    return weightedSum(
      members.map(({ run }) => run.errors[origin]!),
      fitted
    );
  });
  return { run: { model: { name: 'ensemble' }, prediction, errors: blended }, shares: sharesOf(members, weights) };
}

/** Newer origins count more, those that saw little of the horizon less. */
function originImportance({ origins }: BacktestPlan, members: readonly Member[]): Float64Array {
  const seen = origins.map(
    (_, i) => members[0]?.run.errors[i]?.reduce((n, e) => n + (Number.isNaN(e) ? 0 : 1), 0) ?? 0
  );
  const most = Math.max(1, ...seen);
  return Float64Array.from(seen, (count, i) => AGEING ** (origins.length - 1 - i) * Math.sqrt(count / most));
}

function ageingError(errors: Float64Array, importance: Float64Array, skipped: number): number {
  const known = [...errors.keys()].filter((i) => i !== skipped && importance[i]! > 0 && !Number.isNaN(errors[i]));
  const mean = known.reduce((sum, i) => sum + errors[i]! / known.length, 0);
  let logs = 0;
  let total = 0;
  for (const i of known) {
    logs += importance[i]! * log(errors[i]! + FLOOR * mean + 1e-12);
    total += importance[i]!;
  }
  return total === 0 ? NaN : exp(logs / total);
}

function inverseWeights(errors: readonly number[], members: readonly Member[]): number[] | undefined {
  const best = errors.reduce((least, error) => (error < least ? error : least), Infinity);
  if (best === Infinity) {
    return undefined;
  }
  const floor = Math.max(best, 1e-9);
  const raw = errors.map((error) => (Number.isNaN(error) ? 0 : (floor / Math.max(error, floor)) ** POWER));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return members.map((_, i) => raw[i]! / total);
}

/** Weighted mean of the rows with a weight above 0; NaN everywhere when no row has one. */
function weightedSum(rows: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const out = new Float64Array(rows[0]!.length).fill(total > 0 ? 0 : NaN);
  rows.forEach((row, i) => {
    const share = weights[i]! / total;
    for (let step = 0; share > 0 && step < out.length; step++) {
      out[step]! += share * row[step]!;
    }
  });
  return out;
}

function sharesOf(members: readonly Member[], weights: readonly number[]): Ensemble['shares'] {
  const byName = new Map<string, number>();
  members.forEach(({ run }, i) => byName.set(run.model.name, (byName.get(run.model.name) ?? 0) + weights[i]!));
  return [...byName].map(([name, weight]) => ({ name, weight })).sort((a, b) => b.weight - a.weight);
}
