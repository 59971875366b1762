import type { StoredForecastJson } from '#contract/stored-forecast.ts';
import type { ForecastDocument } from './records.ts';
import { isLost } from './lost.ts';
import type { RunRecord, TrainedResult } from './runs.ts';

/** The JSON form of a stored forecast and of how it stands. */
export function storedForecastToJson(
  { id, value, version, updatedMs }: ForecastDocument,
  run: RunRecord
): StoredForecastJson {
  const { spec, createdBy, createdMs, updatedBy } = value;
  return {
    id,
    version,
    name: spec.name,
    unit: spec.unit ?? '',
    schedule: spec.schedule ?? 'auto',
    query: spec.query,
    createdBy,
    createdMs,
    updatedBy,
    updatedMs,
    ...stateToJson(run),
  };
}

function stateToJson(run: RunRecord) {
  const { state, reason, progress, result, nextDueMs, trust, breach } = run;
  return {
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(progress === undefined ? {} : { progress }),
    ...(trust === undefined ? {} : { trust }),
    ...(breach === undefined ? {} : { breach }),
    ...(isLost(run) ? { lost: true } : {}),
    ...servedToJson(result),
    nextDueMs: nextDueMs === 0 ? null : nextDueMs,
  };
}

function servedToJson(result: TrainedResult | undefined) {
  return result === undefined
    ? { trainedMs: null, originMs: null, servedModel: null }
    : { trainedMs: result.trainedMs, originMs: result.originMs, servedModel: result.model };
}
