import { breachQuerySchema, forecastQuerySchema } from '#contract/query.ts';
import type { HeadroomQuery } from '../types.ts';

const ONLY_FOR = {
  forecast: fieldsMissingIn(breachQuerySchema.shape, forecastQuerySchema.shape),
  breach: fieldsMissingIn(forecastQuerySchema.shape, breachQuerySchema.shape),
};

/** Changes some fields; one that becomes undefined is taken out, so that only what differs from defaults is saved. */
export function changeQuery(query: HeadroomQuery, patch: Partial<HeadroomQuery>): HeadroomQuery {
  const result: HeadroomQuery = { ...query, ...patch };
  return withoutFields(result, (key) => result[key] === undefined);
}

/** Makes a query one of another type, without the fields that the other type does not know. */
export function changeQueryType(query: HeadroomQuery, queryType: 'forecast' | 'breach'): HeadroomQuery {
  const foreign: readonly string[] = ONLY_FOR[queryType === 'forecast' ? 'breach' : 'forecast'];
  return withoutFields({ ...query, queryType }, (key) => foreign.includes(key));
}

function withoutFields(query: HeadroomQuery, isOut: (key: keyof HeadroomQuery) => boolean): HeadroomQuery {
  const result = { ...query };
  for (const key of Object.keys(result) as Array<keyof HeadroomQuery>) {
    if (isOut(key)) {
      delete result[key];
    }
  }
  return result;
}

function fieldsMissingIn(other: object, own: object): string[] {
  return Object.keys(own).filter((key) => !(key in other));
}
