import { HeadroomError } from '#contract/errors.ts';
import { parseFields } from '#contract/parse-query.ts';
import {
  MAX_STORED_FORECASTS,
  type StoredForecast,
  type StoredForecastInput,
  storedForecastSchema,
} from '#contract/stored-forecast.ts';
import { givenCalendar } from '../calendar.ts';
import type { Context } from '../context.ts';
import { fingerprint } from '../fingerprint.ts';
import type { SignalFields } from '../forecast-signal.ts';
import { type ForecastPlan, type PlannedFields, planForecast } from '../plan.ts';
import type { DocumentStore, StoredDocument } from '../ports/document-store.ts';

/** Collections of stored forecasts, and of those that can be restored. */
export const FORECASTS = 'stored-forecasts';
export const DELETED = 'deleted-forecasts';

/** Coverages of the bands that every stored forecast has beside those chosen; breach queries use these. */
export const USUAL_LEVELS: readonly number[] = [80, 95];

/** Coverages of the bands that a forecast is made with when these are chosen, narrowest first. */
export function trainedLevels(chosen: readonly number[]): readonly number[] {
  return [...new Set([...USUAL_LEVELS, ...chosen])].sort((a, b) => a - b);
}

/** What people decide about a stored forecast. */
export interface ForecastRecord {
  /** As written, with the model named so that another default changes nothing. */
  readonly spec: StoredForecastInput;
  /** Names the signal and its grid, so that queries find it. */
  readonly signal: string;
  readonly createdBy: string;
  readonly createdMs: number;
  readonly updatedBy: string;
}

/** A record with its version. */
export type ForecastDocument = StoredDocument<ForecastRecord>;

/** A deleted forecast. */
export interface DeletedRecord {
  readonly record: ForecastRecord;
  readonly deletedBy: string;
  readonly deletedMs: number;
}

/**
 * All stored forecasts of the context's data source, those that were created first, first; those whose settings are
 * damaged are left out and told to `onDamaged`.
 */
export async function listRecords(
  ctx: Context,
  documents: DocumentStore,
  onDamaged: (id: string) => void = () => undefined
): Promise<readonly ForecastDocument[]> {
  const options = { limit: 2 * MAX_STORED_FORECASTS, onDamaged };
  const all = await documents.list<ForecastRecord>(ctx, FORECASTS, options);
  return [...all].sort((a, b) => a.value.createdMs - b.value.createdMs || (a.id < b.id ? -1 : 1));
}

/** The stored forecast; throws `not_found`. */
export async function requireRecord(ctx: Context, documents: DocumentStore, id: string): Promise<ForecastDocument> {
  const found = await documents.get<ForecastRecord>(ctx, FORECASTS, id);
  if (found === undefined) {
    throw new HeadroomError('not_found', 'There is no such stored forecast.', {
      field: 'id',
      remedy: 'It may have been deleted. Read the list again.',
    });
  }
  return found;
}

/** The settings of a record, checked by this version of the contract. */
export function specOf({ spec }: ForecastRecord): StoredForecast {
  return parseFields(storedForecastSchema, spec);
}

/** Names what a forecast predicts and on which grid, whichever model does it and from which origin. */
export function signalKey(fields: Omit<SignalFields, 'model' | 'levels'>, plan: ForecastPlan): string {
  const { expr, aggregate, lowerBound, upperBound } = fields;
  const { stepMs, horizonSteps, originMs, trainingStartMs } = plan;
  return fingerprint([
    { expr, aggregate, lowerBound, upperBound, ...givenCalendar(fields) },
    { stepMs, horizonSteps, windowMs: originMs - trainingStartMs },
  ]);
}

/** The plan of a forecast from the newest origin. */
export function planNewest(fields: PlannedFields, nowMs: number): ForecastPlan {
  return planForecast(fields, { fromMs: 0, toMs: nowMs }, nowMs);
}
