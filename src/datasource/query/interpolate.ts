import { fixIntervalVariables } from '#contract/interval-variables.ts';
import type { HeadroomQuery } from '../types.ts';
import { interpolatePromql, type Replace } from './interpolate-promql.ts';

const TEXT_FIELDS = [
  'legendFormat',
  'horizon',
  'step',
  'trainingWindow',
  'within',
  'minDuration',
  'namespace',
  'history',
  'timeZone',
  'exclusions',
  'events',
] as const;
const PROMQL_FIELDS = ['expr', 'capacity'] as const;

/**
 * Replaces the variables in every text of a query. Intervals that follow the width of a panel are fixed first, so
 * that zooming never changes the answer.
 */
export function interpolateQuery(query: HeadroomQuery, replace: Replace): HeadroomQuery {
  const result: HeadroomQuery = { ...query, queryType: query.queryType ?? 'forecast' };
  for (const field of TEXT_FIELDS) {
    const text = query[field];
    if (text !== undefined) {
      result[field] = replace(text);
    }
  }
  for (const field of PROMQL_FIELDS) {
    const text = query[field];
    if (text !== undefined) {
      result[field] = interpolatePromql(fixIntervalVariables(text, result), replace);
    }
  }
  return result;
}
