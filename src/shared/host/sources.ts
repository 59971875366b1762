import { getTimeZone } from '@grafana/data';
import { getDataSourceSrv, hasPermission } from '@grafana/runtime';
import { DATASOURCE_ID } from '#contract/ids.ts';

/** A Headroom data source of the host. */
export interface HeadroomSource {
  readonly uid: string;
  readonly name: string;
}

/** The Headroom data sources that the user may see, the default first. */
export function listSources(): HeadroomSource[] {
  return getDataSourceSrv()
    .getList({ pluginId: DATASOURCE_ID })
    .sort((a, b) => Number(b.isDefault ?? false) - Number(a.isDefault ?? false))
    .map(({ uid, name }) => ({ uid, name }));
}

/** Where a Headroom data source is added; `undefined` when the user may not add one. */
export function addSourceUrl(): string | undefined {
  return hasPermission('datasources:create') ? '/connections/datasources/new' : undefined;
}

/** The time zone that the user has chosen. */
export function userTimeZone(): string {
  return getTimeZone();
}
