import { toHeadroomError, HeadroomError } from '#contract/errors.ts';
import type { StoredBreachJson, StoredForecast } from '#contract/stored-forecast.ts';
import { answerBreaches } from '../breaches.ts';
import { resolveCapacity } from '../capacity.ts';
import type { Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import {
  forecastSeries,
  readHistory,
  shareSeries,
  type SignalForecast,
  type SignalSeries,
  type Source,
} from '../forecast-signal.ts';
import type { ForecastPlan } from '../plan.ts';
import { MAX_BLOB_BYTES } from '../ports/limits.ts';
import type { RefreshDeps } from '../refresh.ts';
import { adaptTrained, type TrainingDeps } from './adapt.ts';
import { FORECASTS, type ForecastRecord, planNewest, signalKey, specOf, trainedLevels } from './records.ts';
import { changeRun, readRun, type TrainedResult } from './runs.ts';
import { nextAttempt, nextDue } from './schedule.ts';
import { summarizeBreaches, summarizeTrust } from './summaries.ts';

/** Series between two reports of progress. */
const SERIES_A_REPORT = 16;
const HOUR = 3_600_000;
/** With some room for names and labels. */
const BYTES_A_NUMBER = 9;

/** Told how many series of a training are done. */
export type OnProgress = (done: number, total: number) => void;

/**
 * Trains a stored forecast from the newest origin and leaves the answer where queries find it. What it had before
 * stays when this fails, with the reason beside it. Gives the number of series; 0 when it has been deleted.
 */
export async function trainForecast(
  ctx: Context,
  source: Source,
  deps: TrainingDeps,
  id: string,
  onProgress: OnProgress = () => undefined
): Promise<number> {
  const found = await deps.documents.get<ForecastRecord>(ctx, FORECASTS, id);
  if (found === undefined) {
    return 0;
  }
  try {
    return await train(ctx, source, deps, { id, record: found.value }, onProgress);
  } catch (thrown) {
    if (!ctx.signal.aborted) {
      await recordFailure(ctx, deps, { id, record: found.value }, thrown);
    }
    throw thrown;
  }
}

interface Trained {
  readonly id: string;
  readonly record: ForecastRecord;
}

async function train(
  ctx: Context,
  source: Source,
  deps: TrainingDeps,
  trained: Trained,
  onProgress: OnProgress
): Promise<number> {
  const spec = specOf(trained.record);
  const query = { ...spec.query, levels: trainedLevels(spec.query.levels) };
  const nowMs = deps.forecast.clock.now();
  const plan = planNewest(query, nowMs);
  const raw = await forecastAll(ctx, source, deps, trained.id, { query, plan }, onProgress);
  requireStorable(raw);
  const result: TrainedResult = {
    key: `stored/${trained.id}/${fingerprint([source.identity, trained.record.signal, query.model, query.levels, plan.originMs])}`,
    originMs: plan.originMs,
    endMs: plan.originMs + plan.horizonSteps * plan.stepMs,
    trainedMs: nowMs,
    signal: signalKey(query, plan),
    model: query.model,
    source: source.identity,
    levels: query.levels,
  };
  const { result: served } = await readRun(ctx, deps.documents, trained.id);
  const signal = await adaptTrained(ctx, deps, { id: trained.id, query, plan, served, result, signal: raw });
  const breach = await summarizeBreach(ctx, source, deps, { query, plan, nowMs, signal });
  await deps.forecast.cache.replace(ctx, result.key, result.endMs + HOUR, () => Promise.resolve(raw));
  const trust = summarizeTrust(signal, spec.query.levels);
  await deps.transactions.run(async () => {
    await recordPromotion(ctx, deps, trained, served, result);
    await changeRun(ctx, deps.documents, trained.id, ({ result: last, previous }) => {
      const before = last?.originMs === result.originMs ? previous : last;
      const nextDueMs = nextDue(spec, plan.originMs, plan.stepMs);
      const kept = before === undefined ? {} : { previous: before };
      return { state: 'ready', result, ...kept, nextDueMs, trust, ...(breach === undefined ? {} : { breach }) };
    });
  });
  return signal.series.length;
}

interface Task {
  readonly query: Omit<StoredForecast['query'], 'levels'> & { readonly levels: readonly number[] };
  readonly plan: ForecastPlan;
}

/** Forecasts all series, some at a time, and reports in between. */
async function forecastAll(
  ctx: Context,
  source: Source,
  deps: RefreshDeps,
  id: string,
  { query, plan }: Task,
  onProgress: OnProgress
): Promise<SignalForecast> {
  const { series: histories, notices } = await readHistory(ctx, source.reader, query, plan);
  const total = histories.length;
  if (total === 0) {
    throw new HeadroomError('not_found', notices.at(-1) ?? 'The expression gave no series.', {
      field: 'expr',
      remedy: 'Correct the expression, or wait until it has data.',
    });
  }
  const shared = await shareSeries(ctx, deps.forecast.compute, histories, query, plan);
  const series: SignalSeries[] = [];
  for (let done = 0; done < total; done = series.length) {
    await changeRun(ctx, deps.documents, id, (run) => ({ ...run, progress: { done, total } }));
    onProgress(done, total);
    const some = histories.slice(done, done + SERIES_A_REPORT);
    series.push(...(await forecastSeries(ctx, deps.forecast.compute, some, query, plan, shared)));
  }
  return { series, notices };
}

/** Throws `too_large` for an answer that would be lost when memory needs room for others. */
function requireStorable({ series }: SignalForecast): void {
  const numbers = series.reduce((sum, { history, outcome }) => {
    const bands = outcome.kind === 'forecast' ? 2 * outcome.bands.length * outcome.mean.length : 0;
    return (
      sum + history.values.length + bands + (outcome.kind === 'forecast' ? outcome.uncertainty.quantiles.length : 0)
    );
  }, 0);
  if (numbers * BYTES_A_NUMBER > MAX_BLOB_BYTES) {
    throw new HeadroomError('too_large', `The forecast of ${series.length} series is too large to be stored.`, {
      field: 'expr',
      remedy: 'Split the signal into several stored forecasts, or choose a longer step.',
    });
  }
}

/** A capacity that cannot be read is no reason to go without the forecast. */
async function summarizeBreach(
  ctx: Context,
  source: Source,
  deps: RefreshDeps,
  { query, plan, nowMs, signal }: Task & { readonly nowMs: number; readonly signal: SignalForecast }
): Promise<StoredBreachJson | undefined> {
  if (query.capacity === '') {
    return undefined;
  }
  try {
    const [capacity, current] = await Promise.all([
      resolveCapacity(ctx, source.reader, query.capacity, nowMs),
      source.reader.readInstant(ctx, query.expr, nowMs),
    ]);
    const fields = { ...query, within: query.horizon };
    const moment = { plan, nowMs, signal, capacity, current };
    return summarizeBreaches(await answerBreaches(ctx, deps.forecast.compute, fields, moment));
  } catch (thrown) {
    if (ctx.signal.aborted) {
      throw thrown;
    }
    return { already: 0, likely: 0, unlikely: 0, withoutCapacity: 0, reason: toHeadroomError(thrown).sentence };
  }
}

/** Alert rules of the signal are answered by another model from now on; that is written down first. */
async function recordPromotion(
  ctx: Context,
  deps: RefreshDeps,
  { id, record }: Trained,
  served: TrainedResult | undefined,
  { model, signal, originMs }: TrainedResult
): Promise<void> {
  if (served?.model !== model || served.signal !== signal) {
    const from = served?.signal === signal ? served.model : 'auto';
    const detail = { name: record.spec.name, from, to: model, originMs };
    await deps.audit.append(ctx, { action: 'forecast.promote', subject: id, detail });
  }
}

async function recordFailure(ctx: Context, deps: RefreshDeps, { id, record }: Trained, thrown: unknown): Promise<void> {
  const nowMs = deps.forecast.clock.now();
  const { sentence: reason } = toHeadroomError(thrown);
  await changeRun(ctx, deps.documents, id, ({ progress: _over, ...run }) => ({
    ...run,
    state: 'failed',
    reason,
    nextDueMs: retryMs(record, nowMs),
  }));
}

function retryMs(record: ForecastRecord, nowMs: number): number {
  try {
    const spec = specOf(record);
    return nextAttempt(spec, nowMs, planNewest(spec.query, nowMs).stepMs);
  } catch {
    return nowMs + HOUR; // settings of another version
  }
}
