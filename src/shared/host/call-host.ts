import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

/** Why a call to the host failed. */
export function reasonOf(thrown: unknown): string {
  const data = typeof thrown === 'object' && thrown !== null && 'data' in thrown ? thrown.data : undefined;
  const said = typeof data === 'object' && data !== null && 'message' in data ? data.message : undefined;
  return typeof said === 'string' && said !== '' ? said : 'Grafana gave no answer.';
}

/** Asks Grafana's own API as the user, without its pop-ups. Throws what Grafana answers; see {@link reasonOf}. */
export async function callHost<T>(
  method: 'GET' | 'POST',
  url: string,
  { body, signal }: { body?: unknown; signal?: AbortSignal } = {}
): Promise<T> {
  const options = {
    url,
    method,
    showErrorAlert: false,
    showSuccessAlert: false,
    ...(body === undefined ? {} : { data: body }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
  return (await lastValueFrom(getBackendSrv().fetch<T>(options))).data;
}
