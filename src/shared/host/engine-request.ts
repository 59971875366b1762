import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { toEngineError } from '../api/engine-error.ts';

/** Where a request goes: a resource of one Headroom data source. */
export interface EngineRequest {
  readonly sourceUid: string;
  /** Path below the data source's resources, such as `v1/forecast`. */
  readonly path: string;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/**
 * Posts to the engine through the host's data source resources.
 *
 * @throws EngineError with what the engine said, or what kept it from answering
 */
export async function postToEngine<T>({ sourceUid, path, body, signal }: EngineRequest): Promise<T> {
  const url = `/api/datasources/uid/${encodeURIComponent(sourceUid)}/resources/${path}`;
  try {
    const options = { method: 'POST', data: body, showErrorAlert: false, abortSignal: signal };
    const { data } = await lastValueFrom(getBackendSrv().fetch<T>({ url, ...options }));
    return data;
  } catch (thrown) {
    throw toEngineError(thrown);
  }
}
