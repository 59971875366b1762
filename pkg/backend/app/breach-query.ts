import { formatDuration } from '#contract/duration.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { BreachQuery } from '#contract/query.ts';
import type { TimeRange } from '#contract/rest.ts';
import type { Breach } from '#model/forecast/breach.ts';
import type { Forecast } from '#model/forecast/types.ts';
import { givenNoBreachYet, probabilityBy } from './breach-timing.ts';
import { type CapacityLookup, resolveCapacity, valueOfSeries } from './capacity.ts';
import { authorize, type Context } from './context.ts';
import { seedOf } from './fingerprint.ts';
import { unmatchedNotice } from './forecast-query.ts';
import { type ForecastDeps, forecastSignal, type SignalSeries, type Source } from './forecast-signal.ts';
import { type ForecastPlan, planForecast } from './plan.ts';
import type { BreachTask } from './ports/compute.ts';
import type { InstantValue, Labels } from './ports/series-reader.ts';
import { nameSeries } from './series-names.ts';

const DAY_MS = 86_400_000;
/** Breach queries share the forecasts of panels that show the usual bands. */
const LEVELS = [80, 95];

/** Why a series has no breach answer. */
export interface MissingBreach {
  readonly kind: 'no-data' | 'not-enough-data' | 'no-capacity';
  readonly reason: string;
}

/** When one series is likely to cross its capacity. */
export interface SeriesBreach {
  /** Unique within the answer. */
  readonly name: string;
  readonly labels: Labels;
  /** Latest value of the signal. */
  readonly current: number | undefined;
  readonly capacity: number | undefined;
  /** The distribution, chance within the query's window, and days to the median; or why there is none. */
  readonly answer:
    | {
        readonly kind: 'breach';
        readonly breach: Breach;
        readonly probability: number;
        readonly days: number | undefined;
      }
    | MissingBreach;
  readonly notices: readonly string[];
}

/** The answer to a breach query. */
export interface BreachAnswer {
  readonly plan: ForecastPlan;
  readonly series: readonly SeriesBreach[];
  readonly notices: readonly string[];
}

/** Answers a breach query: forecasts the signal, then asks when each series first crosses its capacity. */
export async function runBreachQuery(
  ctx: Context,
  source: Source,
  deps: ForecastDeps,
  query: BreachQuery,
  range: TimeRange
): Promise<BreachAnswer> {
  authorize(ctx, 'forecast.read');
  checkQuery(query);
  const nowMs = Math.min(range.toMs, deps.clock.now());
  const plan = planForecast(query, range, deps.clock.now());
  const [signal, capacity, current] = await Promise.all([
    forecastSignal(ctx, source, deps, { ...query, levels: LEVELS }, plan),
    resolveCapacity(ctx, source.reader, query.capacity, nowMs),
    source.reader.readInstant(ctx, query.expr, nowMs),
  ]);
  const names = nameSeries(
    signal.series.map(({ history }) => history.labels),
    query.legendFormat,
    query.expr
  );
  const cases = signal.series.map((series, i) => toCase(series, names[i] ?? query.expr, capacity, current));
  const breaches = await deps.compute.breach(
    ctx,
    cases.flatMap((one) => (one.task === undefined ? [] : [{ ...one.task, direction: query.direction }]))
  );
  const next = breaches[Symbol.iterator]();
  const series = cases.map((one) => toAnswer(one, one.task && next.next().value, plan, nowMs, query.within));
  const unmatched = series.filter((one) => one.answer.kind === 'no-capacity').length;
  return { plan, series, notices: [...signal.notices, ...unmatchedNotice(unmatched, series.length)] };
}

function checkQuery(query: BreachQuery): void {
  if (query.capacity === '') {
    throw new HeadroomError('invalid_argument', 'A breach query needs a capacity.', {
      field: 'capacity',
      remedy: 'Enter a number or a PromQL expression as its capacity.',
    });
  }
  if (query.within > query.horizon) {
    const { within, horizon } = query;
    throw new HeadroomError(
      'invalid_argument',
      `The window of ${formatDuration(within)} is longer than the horizon of ${formatDuration(horizon)}.`,
      { field: 'within', remedy: 'Shorten the window or lengthen the horizon.' }
    );
  }
}

interface Case {
  readonly name: string;
  readonly series: SignalSeries;
  readonly current: number | undefined;
  readonly capacity: number | undefined;
  readonly task: Omit<BreachTask, 'direction'> | undefined;
}

function toCase(
  series: SignalSeries,
  name: string,
  lookup: CapacityLookup | undefined,
  instant: readonly InstantValue[]
): Case {
  const { labels } = series.history;
  const capacity = lookup?.(labels);
  const current = valueOfSeries(labels, instant);
  const forecast: Forecast | undefined = series.outcome.kind === 'forecast' ? series.outcome : undefined;
  const task =
    forecast === undefined || capacity === undefined
      ? undefined
      : { forecast, capacity, current, seed: seedOf(JSON.stringify(Object.entries(labels).sort())) };
  return { name, series, current, capacity, task };
}

function toAnswer(
  one: Case,
  distribution: Breach | undefined,
  plan: ForecastPlan,
  nowMs: number,
  withinMs: number
): SeriesBreach {
  const { name, series, current, capacity } = one;
  const base = { name, labels: series.history.labels, current, capacity };
  if (series.outcome.kind !== 'forecast') {
    return { ...base, answer: series.outcome, notices: [] };
  }
  const { notices } = series.outcome;
  if (distribution === undefined) {
    const reason = 'No capacity value has labels that fit this series.';
    return { ...base, answer: { kind: 'no-capacity', reason }, notices };
  }
  // A current value that is not beyond capacity proves that no breach has come since the origin.
  const breach = current === undefined ? distribution : givenNoBreachYet(distribution, plan, nowMs);
  const days = breach.medianMs === undefined ? undefined : Math.max(0, breach.medianMs - nowMs) / DAY_MS;
  const probability = probabilityBy(breach, plan, nowMs + withinMs);
  return { ...base, answer: { kind: 'breach', breach, probability, days }, notices };
}
