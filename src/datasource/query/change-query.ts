import type { HeadroomQuery } from '../types.ts';
import { fieldsOfType, isQueryField, type QueryType } from './query-schemas.ts';

/** Changes some fields; one that becomes undefined is taken out, so that only what differs from defaults is saved. */
export function changeQuery(query: HeadroomQuery, patch: Partial<HeadroomQuery>): HeadroomQuery {
  const result: HeadroomQuery = { ...query, ...patch };
  return withoutFields(result, (key) => result[key] === undefined);
}

/** Makes a query one of another type, without the fields that mean nothing there. */
export function changeQueryType(query: HeadroomQuery, queryType: QueryType): HeadroomQuery {
  const own = fieldsOfType(queryType);
  const isForeign = (key: keyof HeadroomQuery) =>
    isQueryField(key) && !(own[key] !== undefined && mayStay(own[key], query[key]));
  return withoutFields({ ...query, queryType }, isForeign);
}

/** A value that the other type takes too, or a text whose variables nobody has replaced yet. */
function mayStay(field: ReturnType<typeof fieldsOfType>[string], value: unknown): boolean {
  const hasVariable = typeof value === 'string' && value.includes('$');
  return value === '' || hasVariable || field.safeParse(value).success;
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
