import type { ForecastQuery } from '#contract/query.ts';
import type { TimeRange } from '#contract/rest.ts';
import type { ForecastOutcome } from '#model/forecast/types.ts';
import { resolveCapacity } from './capacity.ts';
import type { SeriesBreach } from './breach-answer.ts';
import { answerBreaches } from './breaches.ts';
import { authorize, type Context } from './context.ts';
import type { ForecastDeps, Source } from './forecast-signal.ts';
import { type ForecastPlan, planForecast } from './plan.ts';
import type { GridSeries, Labels } from './ports/series-reader.ts';
import { nameSeries } from './series-names.ts';
import { type ServedFrom, serveSignal } from './served-signal.ts';

/** One series of a {@link ForecastAnswer}. */
export interface SeriesForecast {
  /** Unique within the answer. */
  readonly name: string;
  readonly labels: Labels;
  /** The history to show, up to and including the origin. */
  readonly actual: GridSeries;
  readonly outcome: ForecastOutcome;
  readonly capacity: number | undefined;
  /** When it is likely to cross its capacity within the horizon; only where it was asked for and there is a capacity. */
  readonly breach?: SeriesBreach & Pick<ForecastQuery, 'direction'>;
}

/** The answer to a forecast query. */
export interface ForecastAnswer {
  readonly plan: ForecastPlan;
  readonly series: readonly SeriesForecast[];
  readonly notices: readonly string[];
  /** The stored forecast that it was served from; absent on the fast path. */
  readonly stored?: ServedFrom;
}

/**
 * Answers a forecast query for a dashboard, a rule, the REST API or the command line: one path for all.
 *
 * @param withBreach also answers what a breach query with the whole horizon as its window would; one more read
 */
export async function runForecastQuery(
  ctx: Context,
  source: Source,
  deps: ForecastDeps,
  query: ForecastQuery,
  range: TimeRange,
  { withBreach = false }: { readonly withBreach?: boolean } = {}
): Promise<ForecastAnswer> {
  authorize(ctx, 'forecast.read');
  const served = await serveSignal(ctx, source, deps, query, planForecast(query, range, deps.clock.now()));
  const { plan, stored } = served;
  const atMs = Math.min(range.toMs, deps.clock.now());
  const asksBreach = withBreach && query.capacity !== '';
  const [signal, capacity, earlier, current] = await Promise.all([
    served.signal,
    resolveCapacity(ctx, source.reader, query.capacity, atMs),
    readEarlierHistory(ctx, source, query, plan),
    asksBreach ? source.reader.readInstant(ctx, query.expr, atMs) : undefined,
  ]);
  const whole = { ...query, within: query.horizon };
  const breaches =
    current && (await answerBreaches(ctx, deps.compute, whole, { plan, nowMs: atMs, signal, capacity, current }));
  const names = nameSeries(
    signal.series.map(({ history }) => history.labels),
    query.legendFormat,
    query.expr
  );
  const series = signal.series.map(({ history, outcome }, i) => ({
    name: names[i] ?? query.expr,
    labels: history.labels,
    actual: shown(history, earlier, plan.displayStartMs),
    outcome,
    capacity: capacity?.(history.labels),
    ...breachOf(breaches?.[i], query),
  }));
  const unmatched = capacity === undefined ? 0 : series.filter((s) => s.capacity === undefined).length;
  return {
    plan,
    series,
    notices: [...served.notices, ...signal.notices, ...unmatchedNotice(unmatched, series.length), ...cutNotice(plan)],
    ...(stored === undefined ? {} : { stored }),
  };
}

function breachOf(breach: SeriesBreach | undefined, { direction }: ForecastQuery): Pick<SeriesForecast, 'breach'> {
  return breach?.answer.kind === 'breach' ? { breach: { ...breach, direction } } : {};
}

function cutNotice({ displayIsCut, displayStartMs }: ForecastPlan): string[] {
  return displayIsCut
    ? [
        `The history is shown from ${new Date(displayStartMs).toISOString()} on. Choose a longer step to see more of it.`,
      ]
    : [];
}

/** History that the range shows but the training window does not cover. */
async function readEarlierHistory(
  ctx: Context,
  source: Source,
  query: ForecastQuery,
  plan: ForecastPlan
): Promise<readonly GridSeries[]> {
  const endMs = plan.trainingStartMs - plan.stepMs;
  if (plan.displayStartMs > endMs) {
    return [];
  }
  const { expr, aggregate } = query;
  const answer = await source.reader.readRange(ctx, {
    expr,
    aggregate,
    stepMs: plan.stepMs,
    startMs: plan.displayStartMs,
    endMs,
  });
  return answer.series;
}

function shown(history: GridSeries, earlier: readonly GridSeries[], displayStartMs: number): GridSeries {
  const before = earlier.find((series) => sameLabels(series.labels, history.labels));
  if (before !== undefined) {
    const values = new Float64Array(before.values.length + history.values.length);
    values.set(before.values);
    values.set(history.values, before.values.length);
    return { ...history, startMs: before.startMs, values };
  }
  const skip = Math.max(0, Math.round((displayStartMs - history.startMs) / history.stepMs));
  return { ...history, startMs: history.startMs + skip * history.stepMs, values: history.values.subarray(skip) };
}

function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Says how many series found no capacity; nothing when all did. */
export function unmatchedNotice(unmatched: number, total: number): string[] {
  if (unmatched === 0) {
    return [];
  }
  return [
    `${unmatched} of ${total} series found no capacity of their own. Let the capacity expression keep the labels that tell the series apart.`,
  ];
}
