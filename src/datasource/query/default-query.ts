import { CoreApp } from '@grafana/data';
import type { HeadroomQuery } from '../types.ts';

/** What a new query asks: alert rules want the chance of a breach, everything else a forecast. */
export function defaultQuery(app: CoreApp): Partial<HeadroomQuery> {
  const isAlerting = app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
  return isAlerting ? { queryType: 'breach', expr: '', capacity: '' } : { queryType: 'forecast', expr: '' };
}
