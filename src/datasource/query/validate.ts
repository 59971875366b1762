import type { HeadroomQuery, QueryField } from '../types.ts';
import { interpolateQuery } from './interpolate.ts';
import { fieldsOfType, isQueryField, QUERY_SCHEMAS } from './query-schemas.ts';
import { dependsOnRange } from './range-variables.ts';

/** What is wrong with a query, by field; a field that is right is absent. */
export type FieldErrors = Partial<Record<QueryField, string>>;

/** How the texts of a query are read: what variables stand for now, and whether any are left. */
export interface VariableReader {
  replace(text: string): string;
  containsVariable(text: string): boolean;
}

/**
 * Checks a query by the same schema as the engine, and what the schema alone cannot see. A field whose variables have
 * no value here is not judged.
 */
export function validateQuery(query: HeadroomQuery, variables: VariableReader): FieldErrors {
  const actual = interpolateQuery(query, (text) => variables.replace(text));
  const errors: FieldErrors = { ...rangeErrors(query), ...breachErrors(actual) };
  for (const { field, message } of schemaIssues(actual)) {
    errors[field] = errors[field] ?? message;
  }
  for (const field of fieldsOf(errors)) {
    if (!isJudged(actual[field], variables) && !dependsOnRange(String(query[field]))) {
      delete errors[field];
    }
  }
  return errors;
}

function schemaIssues(query: HeadroomQuery): Array<{ field: QueryField; message: string }> {
  const parsed = QUERY_SCHEMAS[query.queryType ?? 'forecast'].safeParse({ expr: '', ...query });
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues.flatMap(({ path: [field], message }) => (isField(field) ? [{ field, message }] : []));
}

function rangeErrors(query: HeadroomQuery): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of ['expr', 'capacity'] as const) {
    if (dependsOnRange(query[field] ?? '')) {
      errors[field] =
        'The range of the dashboard would change the forecast with every zoom. Write a fixed duration, such as 1d.';
    }
  }
  return errors;
}

function breachErrors({ queryType, capacity, within, horizon }: HeadroomQuery): FieldErrors {
  if (queryType !== 'breach') {
    return {};
  }
  const fields = fieldsOfType('breach');
  const milliseconds = (field: string, text: unknown) => fields[field]?.safeParse(text).data;
  const windowMs = Number(milliseconds('within', within) ?? 0);
  const horizonMs = Number(milliseconds('horizon', horizon) ?? Infinity);
  return {
    ...(capacity?.trim() ? {} : { capacity: 'A breach needs a capacity. Enter a number or a PromQL expression.' }),
    ...(windowMs > horizonMs ? { within: 'This is beyond the horizon. Shorten it, or lengthen the horizon.' } : {}),
  };
}

function isJudged(value: unknown, variables: VariableReader): boolean {
  return typeof value !== 'string' || !variables.containsVariable(value);
}

function isField(name: unknown): name is QueryField {
  return typeof name === 'string' && isQueryField(name);
}

function fieldsOf(errors: FieldErrors): QueryField[] {
  return Object.keys(errors).filter(isField);
}
