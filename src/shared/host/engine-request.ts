import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { toEngineError } from '../api/engine-error.ts';

/** Where a request goes: a resource of one Headroom data source. */
export interface EngineRequest {
  readonly sourceUid: string;
  /** Path below the data source's resources, such as `v1/forecast`. */
  readonly path: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the engine through the host's data source resources.
 *
 * @throws EngineError with what the engine said, or what kept it from answering
 */
export async function askEngine<T>(request: EngineRequest): Promise<T> {
  const { sourceUid, path, method = 'GET', body, signal } = request;
  const url = `/api/datasources/uid/${encodeURIComponent(sourceUid)}/resources/${path}`;
  const options = {
    method,
    showErrorAlert: false,
    ...(body === undefined ? {} : { data: body }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
  try {
    const { data } = await lastValueFrom(getBackendSrv().fetch<T>({ url, ...options }));
    return data;
  } catch (thrown) {
    throw toEngineError(thrown);
  }
}
