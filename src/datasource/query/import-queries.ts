import type { DataQuery } from '@grafana/schema';
import type { HeadroomQuery } from '../types.ts';

/**
 * Takes over the queries of another data source, as when it is changed in Explore: PromQL of Prometheus and its kin
 * becomes the signal of a forecast. Anything else gives an empty forecast, since its language is not ours.
 */
export function importQueries(queries: readonly DataQuery[], originType: string): HeadroomQuery[] {
  const speaksPromql = originType.includes('prometheus');
  return queries.map((query) => ({
    refId: query.refId,
    ...(query.hide === undefined ? {} : { hide: query.hide }),
    queryType: 'forecast',
    expr: speaksPromql ? textOf(query, 'expr') : '',
    ...(speaksPromql ? legendOf(query) : {}),
  }));
}

function legendOf(query: DataQuery): { legendFormat?: string } {
  const legend = textOf(query, 'legendFormat');
  // Grafana's Prometheus data source writes "__auto" for the legend that it makes itself.
  return legend === '' || legend === '__auto' ? {} : { legendFormat: legend };
}

function textOf(query: DataQuery, key: string): string {
  const value: unknown = Object.entries(query).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : '';
}
