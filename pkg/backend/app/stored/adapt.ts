import type { StoredForecast } from '#contract/stored-forecast.ts';
import type { Context } from '../context.ts';
import { boundsOf, type SignalForecast, type Source } from '../forecast-signal.ts';
import type { ForecastPlan } from '../plan.ts';
import type { RefreshDeps } from '../refresh.ts';
import {
  type AdaptationCache,
  adaptSignal,
  carryOverAll,
  findAdaptations,
  keepAdaptations,
  learnActuals,
} from './adaptations.ts';
import { FORECASTS, type ForecastRecord, planNewest, specOf } from './records.ts';
import { noteLost } from './lost.ts';
import { changeRun, readRun, type TrainedResult } from './runs.ts';
import { cardsOf, summarizeSince } from './summaries.ts';

/** What trainings and adaptations need from the engine. */
export interface TrainingDeps extends RefreshDeps {
  readonly adaptations: AdaptationCache;
}

/** A sample that comes up to so many steps late still counts. */
const LATE_STEPS = 12;

/**
 * Takes in the values that have come since a stored forecast was trained, or since this was last done, so that its
 * bands widen or narrow with them. Gives the number of series; 0 when there is nothing to adapt.
 */
export async function adaptForecast(ctx: Context, source: Source, deps: TrainingDeps, id: string): Promise<number> {
  const record = (await deps.documents.get<ForecastRecord>(ctx, FORECASTS, id))?.value;
  const run = await readRun(ctx, deps.documents, id);
  const { result } = run;
  if (record === undefined || result?.signal !== record.signal || result.source !== source.identity) {
    return 0;
  }
  const nowMs = deps.forecast.clock.now();
  const signal = await deps.forecast.cache.find(ctx, result.key, nowMs, result.endMs);
  if (signal === undefined) {
    await noteLost(ctx, deps.documents, id, run, result, nowMs);
    return 0;
  }
  const { query } = specOf(record);
  const plan = planNewest(query, nowMs);
  const before = await findAdaptations(ctx, deps.adaptations, id, result, nowMs);
  const startMs = Math.max(result.originMs, before.askedMs - LATE_STEPS * plan.stepMs) + plan.stepMs;
  if (startMs > plan.originMs) {
    return 0;
  }
  const { expr, aggregate } = query;
  const request = { expr, aggregate, stepMs: plan.stepMs, startMs, endMs: plan.originMs };
  const { series: actuals } = await source.reader.readRange(ctx, request);
  const adaptations = learnActuals(before, signal, actuals, boundsOf(query), plan.originMs);
  await keepAdaptations(ctx, deps.adaptations, id, result, adaptations);
  const since = summarizeSince(cardsOf(adaptSignal(signal, adaptations, boundsOf(query))), query.levels);
  await changeRun(ctx, deps.documents, id, (run) =>
    run.result?.key !== result.key
      ? run
      : {
          ...run,
          adaptedMs: plan.originMs,
          ...(run.trust === undefined || since === undefined ? {} : { trust: { ...run.trust, since } }),
        }
  );
  return signal.series.length;
}

interface Retrained {
  readonly id: string;
  readonly query: Pick<StoredForecast['query'], 'lowerBound' | 'upperBound'>;
  readonly plan: ForecastPlan;
  /** What was served up to now. */
  readonly served: TrainedResult | undefined;
  /** What the training has made, with the history that it has read. */
  readonly result: TrainedResult;
  readonly signal: SignalForecast;
}

/**
 * Has the adaptations of a forecast go on through another training: the values that the training has read beyond the
 * origin of the one before are taken in first. Gives the signal as it is to be served.
 */
export async function adaptTrained(ctx: Context, deps: TrainingDeps, trained: Retrained): Promise<SignalForecast> {
  const { id, query, plan, served, result, signal } = trained;
  const nowMs = deps.forecast.clock.now();
  const bounds = boundsOf(query);
  const found = await findAdaptations(ctx, deps.adaptations, id, result, nowMs);
  const isSame = served !== undefined && served.signal === result.signal && served.model === result.model;
  const before = isSame ? await deps.forecast.cache.find(ctx, served.key, nowMs, served.endMs) : undefined;
  const histories = signal.series.map(({ history }) => history);
  const learned = before === undefined ? found : learnActuals(found, before, histories, bounds, plan.originMs);
  const newSteps = isSame ? (result.originMs - served.originMs) / plan.stepMs : 0;
  const adaptations = { ...carryOverAll(learned, signal, newSteps), askedMs: plan.originMs };
  await keepAdaptations(ctx, deps.adaptations, id, result, adaptations);
  return adaptSignal(signal, adaptations, bounds);
}
