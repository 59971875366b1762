import type { StoredForecastInput, StoredForecastJson, StoredForecastsResponse } from '#contract/stored-forecast.ts';
import { askEngine } from '../host/engine-request.ts';

/** One stored forecast of a data source; a new object asks again. */
export interface StoredCall {
  readonly sourceUid: string;
  readonly id: string;
}

/** All stored forecasts of a data source; a new object asks again. */
export interface StoredListCall {
  readonly sourceUid: string;
}

const PATH = 'v1/forecasts';

function pathOf({ id }: StoredCall): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}

/** The stored forecasts as they stand at a moment. */
export interface StoredList extends StoredForecastsResponse {
  readonly nowMs: number;
}

/** @throws EngineError */
export async function listStored({ sourceUid }: StoredListCall, signal: AbortSignal): Promise<StoredList> {
  const response = await askEngine<StoredForecastsResponse>({ sourceUid, path: PATH, signal });
  return { ...response, nowMs: Date.now() };
}

/** @throws EngineError */
export function readStored(call: StoredCall, signal: AbortSignal): Promise<StoredForecastJson> {
  return askEngine({ sourceUid: call.sourceUid, path: pathOf(call), signal });
}

/** Stores a new forecast. @throws EngineError */
export function createStored(sourceUid: string, body: StoredForecastInput): Promise<StoredForecastJson> {
  return askEngine({ sourceUid, path: PATH, method: 'POST', body });
}

/** Replaces a stored forecast at the version that was read. @throws EngineError */
export function changeStored(
  call: StoredCall,
  body: StoredForecastInput & { readonly version: number }
): Promise<StoredForecastJson> {
  return askEngine({ sourceUid: call.sourceUid, path: pathOf(call), method: 'PUT', body });
}

/** Deletes a stored forecast; it can be restored for a day. @throws EngineError */
export function deleteStored(call: StoredCall): Promise<unknown> {
  return askEngine({ sourceUid: call.sourceUid, path: pathOf(call), method: 'DELETE' });
}

/** Undoes a deletion. @throws EngineError */
export function restoreStored(call: StoredCall): Promise<StoredForecastJson> {
  return askEngine({ sourceUid: call.sourceUid, path: `${pathOf(call)}/restore`, method: 'POST', body: {} });
}

/** Trains a stored forecast now. @throws EngineError */
export function trainStored(call: StoredCall): Promise<unknown> {
  return askEngine({ sourceUid: call.sourceUid, path: `${pathOf(call)}/train`, method: 'POST', body: {} });
}
