import type { BreachQuery } from '#contract/query.ts';
import type { Breach } from '#model/forecast/breach.ts';
import type { Forecast } from '#model/forecast/types.ts';
import { givenNoBreachYet, probabilityBy } from './breach-timing.ts';
import { seedOf } from './fingerprint.ts';
import type { SignalSeries } from './forecast-signal.ts';
import type { ForecastPlan } from './plan.ts';
import type { BreachTask } from './ports/compute.ts';
import type { Labels } from './ports/series-reader.ts';

const DAY_MS = 86_400_000;

/** Why a series has no breach answer. */
export interface MissingBreach {
  readonly kind: 'no-data' | 'not-enough-data' | 'no-capacity';
  readonly reason: string;
}

/** The distribution, chance within the query's window, and days to the median; `undefined`: not within the horizon. */
interface Answered {
  readonly kind: 'breach';
  readonly breach: Breach;
  readonly probability: number;
  readonly days: number | undefined;
}

/** When one series is likely to cross its capacity. */
export interface SeriesBreach {
  /** Unique within the answer. */
  readonly name: string;
  readonly labels: Labels;
  /** Latest value of the signal. */
  readonly current: number | undefined;
  readonly capacity: number | undefined;
  /** What there is to say, or why there is nothing. */
  readonly answer: Answered | MissingBreach;
  readonly notices: readonly string[];
}

/** A series with its capacity and latest value, and what to ask the workers about it. */
export interface BreachCase {
  readonly name: string;
  readonly series: SignalSeries;
  readonly current: number | undefined;
  readonly capacity: number | undefined;
  /** Absent when there is no forecast or no capacity. */
  readonly task: BreachTask | undefined;
}

/** Puts together what a breach of one series depends on. */
export function breachCase(
  series: SignalSeries,
  name: string,
  values: { readonly capacity: number | undefined; readonly current: number | undefined },
  direction: BreachQuery['direction']
): BreachCase {
  const { capacity, current } = values;
  const forecast: Forecast | undefined = series.outcome.kind === 'forecast' ? series.outcome : undefined;
  const seed = seedOf(JSON.stringify(Object.entries(series.history.labels).sort()));
  const task =
    forecast === undefined || capacity === undefined ? undefined : { forecast, capacity, direction, current, seed };
  return { name, series, current, capacity, task };
}

/** The answer for one series at a time: what the workers said of its task, as it stands at `atMs`. */
export function breachAnswer(
  { name, series, current, capacity }: BreachCase,
  distribution: Breach | undefined,
  plan: ForecastPlan,
  atMs: number,
  withinMs: number
): SeriesBreach {
  const base = { name, labels: series.history.labels, current, capacity };
  if (series.outcome.kind !== 'forecast') {
    return { ...base, answer: series.outcome, notices: [] };
  }
  const { notices } = series.outcome;
  if (distribution === undefined) {
    const reason = 'No capacity value has labels that fit this series.';
    return { ...base, answer: { kind: 'no-capacity', reason }, notices };
  }
  return { ...base, answer: { kind: 'breach', ...standingAt(distribution, current, plan, atMs, withinMs) }, notices };
}

/** A distribution as it stands at a time, the chance of a breach within the window, and days to the median. */
export function standingAt(
  distribution: Breach,
  current: number | undefined,
  plan: Pick<ForecastPlan, 'originMs' | 'stepMs'>,
  atMs: number,
  withinMs: number
): Omit<Answered, 'kind'> {
  // A current value that is not beyond capacity proves that no breach has come since the origin.
  const breach = current === undefined ? distribution : givenNoBreachYet(distribution, plan, atMs);
  const days = breach.medianMs === undefined ? undefined : Math.max(0, breach.medianMs - atMs) / DAY_MS;
  return { breach, probability: probabilityBy(breach, plan, atMs + withinMs), days };
}

/** The number that an alert rule sees of a series; `undefined`: it has no row. */
export function alertValue({ answer }: SeriesBreach, measure: BreachQuery['measure']): number | undefined {
  if (answer.kind !== 'breach') {
    return undefined;
  }
  return measure === 'probability' ? answer.probability : answer.days;
}
