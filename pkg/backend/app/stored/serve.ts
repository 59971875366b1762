import type { Context } from '../context.ts';
import type { ForecastCache } from '../forecast-cache.ts';
import type {
  SignalFields,
  SignalForecast,
  SignalSeries,
  Source,
  StoredAnswer,
  StoredAnswers,
} from '../forecast-signal.ts';
import type { ForecastPlan } from '../plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { type ForecastDocument, listRecords, signalKey, STORED_LEVELS } from './records.ts';
import { readRun, type RunRecord, type TrainedResult } from './runs.ts';

/** Finds the answers of stored forecasts in the store. */
export function createStoredAnswers(deps: {
  readonly documents: DocumentStore;
  readonly cache: ForecastCache<SignalForecast>;
  readonly clock: Clock;
}): StoredAnswers {
  const { documents, cache, clock } = deps;
  return {
    find: async (ctx, source, fields, plan) => {
      if (!fields.levels.every((level) => STORED_LEVELS.includes(level))) {
        return undefined;
      }
      const signal = signalKey(fields, plan);
      for (const record of (await listRecords(ctx, documents)).filter(({ value }) => value.signal === signal)) {
        const result = choose(await readRun(ctx, documents, record.id), { signal, fields, source, plan });
        if (result !== undefined) {
          return answer(ctx, cache, clock.now(), { record, result, fields, plan });
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
    (fields.model === 'auto' || fields.model === result.model)
  );
}

interface Choice {
  readonly record: ForecastDocument;
  readonly result: TrainedResult;
  readonly fields: SignalFields;
  readonly plan: ForecastPlan;
}

async function answer(
  ctx: Context,
  cache: ForecastCache<SignalForecast>,
  nowMs: number,
  { record, result, fields, plan }: Choice
): Promise<StoredAnswer> {
  const { key, model, originMs, endMs, trainedMs } = result;
  // The second half of a horizon is too little to look ahead by.
  const isOld = plan.originMs > (originMs + endMs) / 2;
  const signal = isOld ? undefined : await load(ctx, cache, key, nowMs, endMs);
  return {
    id: record.id,
    name: record.value.spec.name,
    model,
    trainedMs,
    originMs,
    signal: signal === undefined ? undefined : withLevels(signal, fields.levels),
  };
}

/** Thrown where a kept answer is missing. */
class LostAnswer extends Error {}

async function load(
  ctx: Context,
  cache: ForecastCache<SignalForecast>,
  key: string,
  nowMs: number,
  expiresMs: number
): Promise<SignalForecast | undefined> {
  try {
    const { value } = await cache.get(ctx, key, nowMs, expiresMs, () => Promise.reject(new LostAnswer()));
    return value;
  } catch (thrown) {
    if (thrown instanceof LostAnswer) {
      ctx.log.error('the answer of a stored forecast is lost; its model answers', { key });
      return undefined;
    }
    throw thrown;
  }
}

function withLevels(signal: SignalForecast, levels: readonly number[]): SignalForecast {
  return levels.length === STORED_LEVELS.length
    ? signal
    : { ...signal, series: signal.series.map((series) => withBands(series, levels)) };
}

function withBands(series: SignalSeries, levels: readonly number[]): SignalSeries {
  const { outcome } = series;
  if (outcome.kind !== 'forecast') {
    return series;
  }
  const bands = outcome.bands.filter(({ level }) => levels.includes(level));
  const coverage = outcome.trust.coverage.filter(({ level }) => levels.includes(level));
  return { ...series, outcome: { ...outcome, bands, trust: { ...outcome.trust, coverage } } };
}
