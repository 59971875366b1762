import type { DataSourceInstanceSettings } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest, DataSourceSrv, FetchResponse, TemplateSrv } from '@grafana/runtime';
import { defer, type Observable } from 'rxjs';

const TYPE = 'headroom-capacity-datasource';

/** Calls of the server as Grafana's front end makes them: an answer that is no success is thrown. */
export const backend: Pick<BackendSrv, 'fetch'> = {
  fetch: <T>(options: BackendSrvRequest): Observable<FetchResponse<T>> => defer(() => call<T>(options)),
};

async function call<T>(config: BackendSrvRequest): Promise<FetchResponse<T>> {
  const { url, method = 'GET', abortSignal } = config;
  const body: unknown = config.data;
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    ...(abortSignal === undefined ? {} : { signal: abortSignal }),
  });
  const data = readBody(await response.text()) as T;
  const { status, statusText, ok, headers, redirected, type } = response;
  const answer = { data, status, statusText, ok, headers, redirected, type, url: response.url, config };
  if (!ok) {
    throw Object.assign(new Error(statusText), answer);
  }
  return answer;
}

/** JSON where it is, else the text, whatever its type says. */
function readBody(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** A host without variables. */
export const templates: Pick<TemplateSrv, 'replace' | 'containsTemplate'> = {
  replace: (text = '') => text,
  containsTemplate: () => false,
};

/** The engine's sources as data sources of a host, and others by the name of their type. */
export function dataSources(names: string[]): Pick<DataSourceSrv, 'getList' | 'getInstanceSettings' | 'reload'> {
  const settings = () =>
    names.map((name) => ({ uid: name, name, type: name === 'prometheus' ? name : TYPE }) as DataSourceInstanceSettings);
  return {
    getList: ({ pluginId } = {}) => settings().filter(({ type }) => pluginId === undefined || pluginId === type),
    getInstanceSettings: (ref) => settings().find(({ uid }) => uid === ref),
    // Somebody has just created one.
    reload: () => names.push('headroom'),
  };
}
