import { getDataSourceSrv } from '@grafana/runtime';
import { callHost, reasonOf } from './call-host.ts';
import type { NewSource, SourceSettingsJson } from '../setup/headroom-source.ts';

/** Whether a data source answers, in its own words. */
export interface SourceHealth {
  readonly ok: boolean;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** A Prometheus data source of the host. */
export interface PrometheusSource {
  readonly uid: string;
  readonly name: string;
}

/** Prometheus and its cloud editions. */
const PROMETHEUS_TYPE = /^(prometheus|grafana-\w+prometheus-datasource)$/;

/** The Prometheus data sources that the user may see. */
export function listPrometheus(): PrometheusSource[] {
  return getDataSourceSrv()
    .getList({ metrics: true })
    .filter(({ type }) => PROMETHEUS_TYPE.test(type))
    .map(({ uid, name }) => ({ uid, name }));
}

/** Tests a data source as the user. Never throws. */
export async function testSource(uid: string, signal: AbortSignal): Promise<SourceHealth> {
  try {
    const path = `/api/datasources/uid/${encodeURIComponent(uid)}/health`;
    const health = await callHost<{ status?: string; message?: string; details?: Record<string, unknown> }>(
      'GET',
      path,
      {
        signal,
      }
    );
    return { ok: health.status === 'OK', message: health.message ?? '', details: health.details };
  } catch (thrown) {
    return { ok: false, message: reasonOf(thrown) };
  }
}

/** The settings of a data source, for administrators. */
export function readSource(uid: string): Promise<SourceSettingsJson> {
  return callHost('GET', `/api/datasources/uid/${encodeURIComponent(uid)}`);
}

/** Creates a data source and makes the host know it. @returns its uid */
export async function createSource(source: NewSource): Promise<string> {
  const { datasource } = await callHost<{ datasource: { uid: string } }>('POST', '/api/datasources', { body: source });
  await Promise.resolve(getDataSourceSrv().reload());
  return datasource.uid;
}
