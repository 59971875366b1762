import {
  MAX_STORED_FORECASTS,
  type StoredForecastJson,
  type StoredForecastsResponse,
} from '#contract/stored-forecast.ts';
import { authorize, type Context } from '../context.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import { listRecords, requireRecord } from './records.ts';
import { readRun } from './runs.ts';
import { storedForecastToJson } from './wire.ts';

/** All stored forecasts of the data source by name, with their states. */
export async function listForecasts(ctx: Context, documents: DocumentStore): Promise<StoredForecastsResponse> {
  authorize(ctx, 'forecast.read');
  const forecasts: StoredForecastJson[] = [];
  const damaged: string[] = [];
  for (const record of await listRecords(ctx, documents, (id) => damaged.push(id))) {
    forecasts.push(storedForecastToJson(record, await readRun(ctx, documents, record.id)));
  }
  forecasts.sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
  return { forecasts, limit: MAX_STORED_FORECASTS, damaged };
}

/** One stored forecast with its state; throws `not_found`. */
export async function readForecast(ctx: Context, documents: DocumentStore, id: string): Promise<StoredForecastJson> {
  authorize(ctx, 'forecast.read');
  const record = await requireRecord(ctx, documents, id);
  return storedForecastToJson(record, await readRun(ctx, documents, id));
}
