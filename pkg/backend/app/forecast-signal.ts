import { formatDuration } from '#contract/duration.ts';
import { HeadroomError } from '#contract/errors.ts';
import type { PriceBook } from '#contract/price-book.ts';
import type { HeadroomQuery } from '#contract/query.ts';
import type { SourceOriginJson } from '#contract/rest.ts';
import { requestOf } from '#model/forecast/natural-bounds.ts';
import { LEARNS_ACROSS } from '#model/forecast/share.ts';
import type { SharedRidge } from '#model/forecast/shared-ridge.ts';
import type { Bounds, ForecastOutcome, ForecastRequest } from '#model/forecast/types.ts';
import { type CalendarFields, givenCalendar, toCalendar } from './calendar.ts';
import type { Context } from './context.ts';
import { fingerprint, seedOf } from './fingerprint.ts';
import type { CacheResult, ForecastCache } from './forecast-cache.ts';
import type { ForecastPlan, PlannedFields } from './plan.ts';
import type { Clock } from './ports/clock.ts';
import type { Compute } from './ports/compute.ts';
import type { GridSeries, Labels, RangeAnswer, SeriesReader } from './ports/series-reader.ts';

/** One series of a signal with its forecast. */
export interface SignalSeries {
  readonly history: GridSeries;
  readonly outcome: ForecastOutcome;
}

/** All series of a signal, forecast from one origin. */
export interface SignalForecast {
  readonly series: readonly SignalSeries[];
  readonly notices: readonly string[];
}

/** The source that a request is about: how to read it and what tells it apart from others. */
export interface Source {
  readonly reader: SeriesReader;
  /** Differs between sources whose answers may differ, credentials included; holds no secret. */
  readonly identity: string;
  /** Of what a cluster requests; absent: list prices. */
  readonly prices?: PriceBook;
  /** What it reads, for those who look for the source of a server; holds no secret. */
  readonly origin: SourceOriginJson;
}

/** How a forecast was come by. */
export interface ForecastTold {
  readonly result: CacheResult | 'stored';
  readonly fields: SignalFields & PlannedFields;
  /** Whether its origin is the newest there is, rather than one in the past. */
  readonly isNewest: boolean;
}

/** What {@link forecastSignal} needs from the engine. */
export interface ForecastDeps {
  readonly clock: Clock;
  readonly compute: Compute;
  readonly cache: ForecastCache<SignalForecast>;
  /** Told how each forecast was come by, for metrics and for keeping watched forecasts fresh. */
  readonly onForecast: (ctx: Context, told: ForecastTold) => void;
  /** Answers that were made ahead of the query; absent where nothing is stored. */
  readonly stored?: StoredAnswers;
}

/** The answer of a stored forecast. */
export interface StoredAnswer {
  readonly id: string;
  readonly name: string;
  readonly model: SignalFields['model'];
  readonly trainedMs: number;
  readonly originMs: number;
  /** Whether it should be there and is damaged or gone. */
  readonly isLost: boolean;
  /** Absent when it is lost or too old to be of use; then its model has to answer. */
  readonly signal: SignalForecast | undefined;
}

/** Finds the stored forecast of a signal; `undefined` when there is none, or it knows what came after the plan. */
export interface StoredAnswers {
  find(
    ctx: Context,
    source: Source,
    fields: SignalFields & PlannedFields,
    plan: ForecastPlan
  ): Promise<StoredAnswer | undefined>;
}

/** The fields of a query that decide the numbers of its forecast. */
export type SignalFields = Pick<HeadroomQuery, 'expr' | 'aggregate' | 'lowerBound' | 'upperBound' | 'model'> &
  CalendarFields & {
    readonly levels: readonly number[];
  };

const KEEP_STEPS = 2;
const KEEP_MS = 3_600_000;
/** Series whose ensemble a query may ask for: each takes up to half a second. */
const MAX_ASKED_ENSEMBLES = 10;
/** Series and points that teach what series have in common: more would say little new, and take a worker over 3 s. */
const MAX_TEACHERS = 256;
const MAX_TAUGHT_POINTS = 250_000;

/**
 * Forecasts every series of a signal from the plan's origin: reads the training window, runs the model, and keeps
 * the answer until the grid has moved on; `anew` computes it even if it is kept already. Display names, range and
 * capacity play no part, so panels and alert rules of the same signal share one answer.
 *
 * @throws HeadroomError `invalid_argument` when the bounds contradict each other; what reading throws
 */
export async function forecastSignal(
  ctx: Context,
  source: Source,
  deps: ForecastDeps,
  fields: SignalFields & PlannedFields,
  plan: ForecastPlan,
  options: { readonly anew?: boolean } = {}
): Promise<SignalForecast> {
  checkBounds(fields);
  const nowMs = deps.clock.now();
  const key = `forecast/${fingerprint([source.identity, signalIdentity(fields), planIdentity(plan)])}`;
  const expiresMs = Math.max(plan.originMs + KEEP_STEPS * plan.stepMs, nowMs) + KEEP_MS;
  const work = (inner: Context) => compute(inner, source.reader, deps.compute, fields, plan);
  if (options.anew === true) {
    return deps.cache.replace(ctx, key, expiresMs, work);
  }
  const { value, result } = await deps.cache.get(ctx, key, nowMs, expiresMs, work);
  deps.onForecast(ctx, { result, fields, isNewest: plan.originMs + plan.stepMs > nowMs });
  return value;
}

/** Throws `invalid_argument` for bounds that contradict each other. */
export function checkBounds({ lowerBound, upperBound }: Pick<SignalFields, 'lowerBound' | 'upperBound'>): void {
  if (lowerBound !== undefined && upperBound !== undefined && lowerBound >= upperBound) {
    throw new HeadroomError('invalid_argument', 'The upper bound is not above the lower bound.', {
      field: 'upperBound',
      remedy: `Choose one above ${lowerBound}, or leave it out.`,
    });
  }
}

function signalIdentity(fields: SignalFields) {
  const { expr, aggregate, lowerBound, upperBound, model, levels } = fields;
  const sorted = [...levels].sort((a, b) => a - b);
  return { expr, aggregate, lowerBound, upperBound, model, levels: sorted, ...givenCalendar(fields) };
}

function planIdentity(plan: ForecastPlan) {
  const { stepMs, originMs, trainingStartMs, horizonSteps } = plan;
  return { stepMs, originMs, trainingStartMs, horizonSteps };
}

async function compute(
  ctx: Context,
  reader: SeriesReader,
  workers: Compute,
  fields: SignalFields,
  plan: ForecastPlan
): Promise<SignalForecast> {
  const answer = await readHistory(ctx, reader, fields, plan);
  if (ctx.background !== true) {
    requireQuick(fields, answer.series.length);
  }
  const shared = await shareSeries(ctx, workers, answer.series, fields, plan);
  return { series: await forecastSeries(ctx, workers, answer.series, fields, plan, shared), notices: answer.notices };
}

/** Reads the training window of a plan; a notice says so when it holds no series. */
export async function readHistory(
  ctx: Context,
  reader: SeriesReader,
  fields: Pick<SignalFields, 'expr' | 'aggregate'>,
  plan: ForecastPlan
): Promise<RangeAnswer> {
  const { series, notices } = await reader.readRange(ctx, {
    expr: fields.expr,
    startMs: plan.trainingStartMs,
    endMs: plan.originMs,
    stepMs: plan.stepMs,
    aggregate: fields.aggregate,
  });
  return { series, notices: series.length === 0 ? [...notices, emptyNotice(plan)] : notices };
}

/**
 * What the series of a signal have in common, for a model that can make use of it. Of many series those teach that are
 * evenly spread over the list.
 */
export async function shareSeries(
  ctx: Context,
  workers: Compute,
  histories: readonly GridSeries[],
  fields: SignalFields,
  plan: ForecastPlan
): Promise<SharedRidge | undefined> {
  if (!LEARNS_ACROSS.has(fields.model) || histories.length < 2) {
    return undefined;
  }
  const longest = histories.reduce((most, { values }) => Math.max(most, values.length), 1);
  const count = Math.min(histories.length, MAX_TEACHERS, Math.max(2, Math.floor(MAX_TAUGHT_POINTS / longest)));
  const teachers = Array.from({ length: count }, (_, i) => histories[Math.floor((i * histories.length) / count)]!);
  return workers.share(ctx, toRequests(teachers, fields, plan));
}

/**
 * Forecasts series of a signal from the end of their history.
 *
 * @param shared what {@link shareSeries} found in all series of the signal
 */
export async function forecastSeries(
  ctx: Context,
  workers: Compute,
  histories: readonly GridSeries[],
  fields: SignalFields,
  plan: ForecastPlan,
  shared?: SharedRidge
): Promise<readonly SignalSeries[]> {
  const company = shared === undefined ? {} : { shared };
  const requests = toRequests(histories, fields, plan).map((request) => ({ ...request, ...company }));
  const outcomes = await workers.forecast(ctx, requests);
  return histories.map((history, i) => ({
    history,
    outcome: outcomes[i] ?? { kind: 'no-data' as const, reason: 'The model gave no answer.' },
  }));
}

/** Throws `too_large` when somebody would wait for all models of many series. */
export function requireQuick({ model }: Pick<SignalFields, 'model'>, series: number): void {
  if (model === 'ensemble' && series > MAX_ASKED_ENSEMBLES) {
    throw new HeadroomError(
      'too_large',
      `The ensemble of ${series} series takes too long to wait for (limit ${MAX_ASKED_ENSEMBLES}).`,
      { field: 'model', remedy: 'Store it as a forecast, narrow the expression, or choose the model auto.' }
    );
  }
}

function toRequests(histories: readonly GridSeries[], fields: SignalFields, plan: ForecastPlan): ForecastRequest[] {
  return histories.map(({ labels, startMs, stepMs, values }) =>
    requestOf(modelRequest(labels, fields, plan), { startMs, stepMs, values })
  );
}

/** The bounds that fields state; a series' history decides about the rest. */
export function boundsOf({ lowerBound, upperBound }: Pick<SignalFields, 'lowerBound' | 'upperBound'>): Bounds {
  return {
    ...(lowerBound === undefined ? {} : { lower: lowerBound }),
    ...(upperBound === undefined ? {} : { upper: upperBound }),
  };
}

/** Everything that is asked of the model about a series with these labels, but its history. */
export function modelRequest(
  labels: Labels,
  fields: SignalFields,
  plan: ForecastPlan
): Omit<ForecastRequest, 'series'> {
  return {
    horizon: plan.horizonSteps,
    levels: fields.levels,
    bounds: boundsOf(fields),
    model: fields.model,
    seed: seedOf(JSON.stringify(Object.entries(labels).sort())),
    ...toCalendar(fields),
  };
}

function emptyNotice(plan: ForecastPlan): string {
  const window = formatDuration(plan.originMs - plan.trainingStartMs);
  return `The expression gave no series in the last ${window}. Check its metric name and labels.`;
}
