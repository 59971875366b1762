import { anomalyQuerySchema, baselineQuerySchema } from '#contract/anomaly-query.ts';
import { breachQuerySchema, forecastQuerySchema } from '#contract/query.ts';
import { recommendationsQuerySchema } from '#contract/recommendations.ts';

/** The engine's own schemas, by query type. */
export const QUERY_SCHEMAS = {
  forecast: forecastQuerySchema,
  breach: breachQuerySchema,
  baseline: baselineQuerySchema,
  anomaly: anomalyQuerySchema,
  recommendations: recommendationsQuerySchema,
} as const;

/** What a query asks for. */
export type QueryType = keyof typeof QUERY_SCHEMAS;

type Field = { readonly safeParse: (value: unknown) => { readonly success: boolean; readonly data?: unknown } };

/** The fields of a query type, by name. */
export function fieldsOfType(queryType: QueryType): Readonly<Record<string, Field>> {
  const { queryType: _, ...fields } = QUERY_SCHEMAS[queryType].shape;
  return fields;
}

/** Whether any query type has a field of a name. */
export function isQueryField(name: string): boolean {
  return Object.keys(QUERY_SCHEMAS).some((type) => name in fieldsOfType(type as QueryType));
}
