import { exp, log } from '../stats/portable.ts';
import type { BacktestPlan, BacktestRun } from './backtest.ts';
import { horizonParts } from './horizon-parts.ts';

/**
 * Weights are inverse backtest errors to this power for the next step, and to {@link FAR_POWER} from a season ahead on,
 * where errors differ less by luck: there a member with 10 % more error has half the weight.
 */
const NEAR_POWER = 5;
const FAR_POWER = 7;
/** Fully tested origins at which half of the errors of a part of the horizon is believed; the rest is the whole one's. */
const PART_ORIGINS = 1;
/** What an origin counts beside the next newer one: behaviour changes, and the newest errors tell most of the next ones. */
const AGEING = 0.8;
/** Share of the mean error that is added to every origin's, so that one perfect origin does not decide. */
const FLOOR = 1e-3;
/** An error below this, on the scale of prepared series, is rounding. */
const NEGLIGIBLE = 1e-9;

/** A backtested model that may take part. */
export interface Member {
  readonly run: BacktestRun;
  /** Factor on its error: above 1 for members that were tuned on the same backtest. */
  readonly handicap: number;
}

/** The blended run and what each member contributes. */
export interface Ensemble {
  readonly run: BacktestRun;
  /** Names and weights, the mean over the horizon, largest first; the weights of one name are added up; they sum to 1. */
  readonly shares: readonly { readonly name: string; readonly weight: number }[];
}

/**
 * Blends members by the inverse of their backtest errors to a power (Bates and Granger, 1969, without correlations). An
 * error is the geometric mean over the origins of the mean absolute errors, newer origins counting more. Each part of
 * the horizon has weights of its own, learned from its errors and, the less it was tested, from those of the whole
 * horizon. The errors of the blend at an origin use weights learned from the other origins; those that bands are learned
 * from leave out the neighbours too, that share half of its test with it (purged cross-validation, López de Prado,
 * 2018), so that bands are not too narrow. Members without a known error have no say; a member that could not be fitted at an origin is
 * left out of it. `undefined` when no member has a known error. Cost: O(members · origins · (origins + horizon)).
 *
 * @param season in steps; how far ahead is far
 */
export function blendMembers(
  members: readonly Member[],
  plan: BacktestPlan,
  season = plan.horizon
): Ensemble | undefined {
  const whole = recordOf(members, plan, new Float64Array(plan.horizon).fill(1));
  const parts = horizonParts(plan.horizon).map((shares) => recordOf(members, plan, shares));
  const powers = parts.map(({ shares }) => powerAt(shares.indexOf(1), season));
  const weigh = (left: LeftOut): Float64Array[] => {
    const overall = logErrors(whole, members, left);
    return parts.map((part, k) => inverseWeights(shrunkErrors(part, members, left, overall), powers[k]!));
  };
  const weights = weigh(() => false);
  if (weights.some((row) => row.every((weight) => weight === 0))) {
    return undefined;
  }
  const prediction = weightedSum(
    members.map(({ run }) => run.prediction),
    parts,
    weights
  );
  /** Errors of the blend at every origin, weights learned from the origins that are farther away than `distance`. */
  const judge = (distance: number): Float64Array[] =>
    plan.origins.map((origin, i) => {
      const taking = weigh((other) => Math.abs(plan.origins[other]! - origin) <= distance);
      const known = taking.map((row, k) => (row.every((weight) => weight === 0) ? weights[k]! : row));
      const fitted = known.map((row) => row.map((weight, m) => (Number.isNaN(whole.errors[m]![i]!) ? 0 : weight)));
      return weightedSum(
        members.map(({ run }) => run.errors[i]!),
        parts,
        fitted
      );
    });
  const run = { model: { name: 'ensemble' }, prediction, errors: judge(0), bandErrors: judge(plan.horizon / 2) };
  return { run, shares: sharesOf(members, parts, weights) };
}

/** Whether an origin, by its place in the plan, has no say. */
type LeftOut = (origin: number) => boolean;

function powerAt(step: number, season: number): number {
  return NEAR_POWER + (FAR_POWER - NEAR_POWER) * Math.min(1, (step + 1) / season);
}

/** How members erred in a part of the horizon. */
interface PartRecord {
  /** How much of each step belongs to the part. */
  readonly shares: Float64Array;
  /** Mean absolute error by member and origin; NaN where nothing could be compared. */
  readonly errors: readonly Float64Array[];
  /** What each origin counts: newer ones more, those that saw little of the part less; 1 is the newest seen whole. */
  readonly importance: Float64Array;
}

function recordOf(members: readonly Member[], { origins }: BacktestPlan, shares: Float64Array): PartRecord {
  const size = shares.reduce((sum, share) => sum + share, 0);
  const seen = origins.map((_, i) =>
    (members[0]?.run.errors[i] ?? new Float64Array(0)).reduce(
      (sum, error, step) => sum + (Number.isNaN(error) ? 0 : shares[step]!),
      0
    )
  );
  return {
    shares,
    errors: members.map(({ run }) => Float64Array.from(run.errors, (row) => meanError(row, shares))),
    importance: Float64Array.from(seen, (count, i) => AGEING ** (origins.length - 1 - i) * Math.sqrt(count / size)),
  };
}

function meanError(errors: Float64Array, shares: Float64Array): number {
  let sum = 0;
  let total = 0;
  errors.forEach((error, step) => {
    if (!Number.isNaN(error) && shares[step]! > 0) {
      sum += shares[step]! * Math.abs(error);
      total += shares[step]!;
    }
  });
  return total === 0 ? NaN : sum / total;
}

/** Logarithm of each member's typical error over all origins but one; NaN without any. */
function logErrors({ errors, importance }: PartRecord, members: readonly Member[], left: LeftOut): number[] {
  return errors.map((row, i) => log(members[i]!.handicap) + logTypical(row, importance, left));
}

function logTypical(errors: Float64Array, importance: Float64Array, left: LeftOut): number {
  const known = [...errors.keys()].filter((i) => !left(i) && importance[i]! > 0 && !Number.isNaN(errors[i]));
  const mean = known.reduce((sum, i) => sum + errors[i]! / known.length, 0);
  let logs = 0;
  let total = 0;
  for (const i of known) {
    logs += importance[i]! * log(errors[i]! + FLOOR * mean + 1e-12);
    total += importance[i]!;
  }
  return total === 0 ? NaN : logs / total;
}

/** The errors of a part, drawn towards those of the whole horizon the less the part was tested. */
function shrunkErrors(
  part: PartRecord,
  members: readonly Member[],
  left: LeftOut,
  overall: readonly number[]
): number[] {
  const tested = part.importance.reduce((sum, one, origin) => sum + (left(origin) ? 0 : one), 0);
  const own = tested / (tested + PART_ORIGINS);
  return logErrors(part, members, left).map((error, i) =>
    Number.isNaN(error) ? overall[i]! : own * error + (1 - own) * overall[i]!
  );
}

/** Weights that sum to 1; all 0 when no error is known. */
function inverseWeights(logs: readonly number[], power: number): Float64Array {
  const least = logs.reduce((least, one) => (one < least ? one : least), Infinity);
  const floor = Math.max(least, log(NEGLIGIBLE));
  const raw = Float64Array.from(logs, (one) => (Number.isNaN(one) ? 0 : exp(power * (floor - Math.max(one, floor)))));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return total === 0 ? raw : raw.map((weight) => weight / total);
}

/**
 * Mean of the rows by the weights of every part. Rows with weight 0 are skipped, so that a NaN of theirs does no harm;
 * NaN where no row has a weight.
 */
function weightedSum(
  rows: readonly Float64Array[],
  parts: readonly PartRecord[],
  weights: readonly Float64Array[]
): Float64Array {
  const out = new Float64Array(rows[0]!.length);
  parts.forEach(({ shares }, k) => {
    const total = weights[k]!.reduce((sum, weight) => sum + weight, 0);
    rows.forEach((row, i) => {
      const weight = total > 0 ? weights[k]![i]! / total : NaN;
      for (let step = 0; weight !== 0 && step < out.length; step++) {
        out[step]! += shares[step]! > 0 ? shares[step]! * weight * row[step]! : 0;
      }
    });
  });
  return out;
}

function sharesOf(
  members: readonly Member[],
  parts: readonly PartRecord[],
  weights: readonly Float64Array[]
): Ensemble['shares'] {
  const byName = new Map<string, number>();
  parts.forEach(({ shares }, k) => {
    const size = shares.reduce((sum, share) => sum + share / shares.length, 0);
    members.forEach(({ run }, i) => {
      byName.set(run.model.name, (byName.get(run.model.name) ?? 0) + size * weights[k]![i]!);
    });
  });
  return [...byName].map(([name, weight]) => ({ name, weight })).sort((a, b) => b.weight - a.weight);
}
