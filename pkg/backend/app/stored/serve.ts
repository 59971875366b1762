import type { Context } from '../context.ts';
import type { ForecastCache } from '../forecast-cache.ts';
import {
  boundsOf,
  type SignalFields,
  type SignalForecast,
  type SignalSeries,
  type Source,
  type StoredAnswer,
  type StoredAnswers,
} from '../forecast-signal.ts';
import type { ForecastPlan } from '../plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { type AdaptationCache, adaptSignal, findAdaptations } from './adaptations.ts';
import { type ForecastDocument, listRecords, signalKey, USUAL_LEVELS } from './records.ts';
import { noteLost } from './lost.ts';
import { readRun, type RunRecord, type TrainedResult } from './runs.ts';

/** Finds the answers of stored forecasts in the store. */
export function createStoredAnswers(deps: {
  readonly documents: DocumentStore;
  readonly cache: ForecastCache<SignalForecast>;
  readonly adaptations: AdaptationCache;
  readonly clock: Clock;
}): StoredAnswers {
  const { documents, clock } = deps;
  return {
    find: async (ctx, source, fields, plan) => {
      const signal = signalKey(fields, plan);
      for (const record of (await listRecords(ctx, documents)).filter(({ value }) => value.signal === signal)) {
        const run = await readRun(ctx, documents, record.id);
        const result = choose(run, { signal, fields, source, plan });
        if (result !== undefined) {
          return answer(ctx, deps, clock.now(), { record, run, result, fields, plan });
        }
      }
      return undefined;
    },
  };
}

interface Asked {
  readonly signal: string;
  readonly fields: SignalFields;
  readonly source: Source;
  readonly plan: ForecastPlan;
}

/** The newest answer that knows nothing of what came after the plan's origin. */
function choose({ result, previous }: RunRecord, asked: Asked): TrainedResult | undefined {
  return [result, previous].find((one) => one !== undefined && fits(one, asked));
}

function fits(result: TrainedResult, { signal, fields, source, plan }: Asked): boolean {
  return (
    result.signal === signal &&
    result.source === source.identity &&
    result.originMs <= plan.originMs &&
    (fields.model === 'auto' || fields.model === result.model) &&
    fields.levels.every((level) => levelsOf(result).includes(level))
  );
}

function levelsOf({ levels = USUAL_LEVELS }: TrainedResult): readonly number[] {
  return levels;
}

interface Choice {
  readonly record: ForecastDocument;
  readonly run: RunRecord;
  readonly result: TrainedResult;
  readonly fields: SignalFields;
  readonly plan: ForecastPlan;
}

async function answer(
  ctx: Context,
  kept: {
    readonly documents: DocumentStore;
    readonly cache: ForecastCache<SignalForecast>;
    readonly adaptations: AdaptationCache;
  },
  nowMs: number,
  { record, run, result, fields, plan }: Choice
): Promise<StoredAnswer> {
  const { key, model, originMs, endMs, trainedMs } = result;
  // The second half of a horizon is too little to look ahead by.
  const isOld = plan.originMs > (originMs + endMs) / 2;
  const signal = isOld ? undefined : await kept.cache.find(ctx, key, nowMs, endMs);
  const isMissing = !isOld && signal === undefined;
  if (isMissing) {
    await noteLost(ctx, kept.documents, record.id, run, result, nowMs);
  }
  const adaptations = await findAdaptations(ctx, kept.adaptations, record.id, result, nowMs);
  return {
    id: record.id,
    name: record.value.spec.name,
    model,
    trainedMs,
    originMs,
    isLost: isMissing,
    signal: signal && withLevels(adaptSignal(signal, adaptations, boundsOf(fields)), fields.levels),
  };
}

function withLevels(signal: SignalForecast, levels: readonly number[]): SignalForecast {
  return { ...signal, series: signal.series.map((series) => withBands(series, levels)) };
}

function withBands(series: SignalSeries, levels: readonly number[]): SignalSeries {
  const { outcome } = series;
  if (outcome.kind !== 'forecast') {
    return series;
  }
  const asked = <T extends { readonly level: number }>(all: readonly T[]): T[] =>
    all.filter(({ level }) => levels.includes(level));
  const { trust } = outcome;
  const since = trust.since && { since: { ...trust.since, coverage: asked(trust.since.coverage) } };
  const shown = { ...trust, coverage: asked(trust.coverage), ...since };
  return { ...series, outcome: { ...outcome, bands: asked(outcome.bands), trust: shown } };
}
