import { locationUtil } from '@grafana/data';
import { APP_ID } from '#contract/ids.ts';
import type { SignalQuery } from '../forecast/example-signals.ts';
import { aroundNow, type SourcedQuery, toDataQuery } from '../forecast/data-query.ts';

/** The query in Explore. */
export function exploreUrl(query: SourcedQuery): string {
  const pane = {
    datasource: query.sourceUid,
    queries: [toDataQuery(query, 'forecast')],
    range: aroundNow(query.fields.horizon),
  };
  const params = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ headroom: pane }) });
  return locationUtil.assureBaseUrl(`/explore?${params.toString()}`);
}

/** The rule editor, filled in. */
export function ruleEditorUrl(defaults: object): string {
  return locationUtil.assureBaseUrl(ruleEditorPath(defaults));
}

/** The same for the router. */
export function ruleEditorPath(defaults: object): string {
  const params = new URLSearchParams({ defaults: JSON.stringify(defaults) });
  return `/alerting/new/alerting?${params.toString()}`;
}

/** The configuration page of a data source. */
export function sourceConfigUrl(uid: string): string {
  return locationUtil.assureBaseUrl(`/connections/datasources/edit/${encodeURIComponent(uid)}`);
}

/** A page of the app, for the router. */
export function pagePath(page: string): string {
  return `/a/${APP_ID}/${page}`;
}

/** The page that forecasts a signal, with one of its series chosen. */
export function forecastPath(sourceUid: string, signal: SignalQuery, series: string): string {
  const { expr, capacity, direction, unit } = signal;
  const params = new URLSearchParams({ ds: sourceUid, expr, capacity, direction, unit, series });
  return `${pagePath('forecasts/new')}?${params.toString()}`;
}

/** The page of recommendations, with one of them opened where an id is given. */
export function recommendationsPath(sourceUid: string, id?: string): string {
  const params = new URLSearchParams({ ds: sourceUid, ...(id === undefined ? {} : { id }) });
  return `${pagePath('recommendations')}?${params.toString()}`;
}
