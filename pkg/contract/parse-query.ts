import type * as z from 'zod';
import { type AnomalyQuery, anomalyQuerySchema, type BaselineQuery, baselineQuerySchema } from './anomaly-query.ts';
import { HeadroomError } from './errors.ts';
import { issueWords } from './issue-words.ts';
import { unpackQuery } from './packed-query.ts';
import { type RecommendationsQuery, recommendationsQuerySchema } from './recommendations.ts';
import { breachQuerySchema, forecastQuerySchema, GRAFANA_QUERY_FIELDS, type HeadroomQuery } from './query.ts';

/** A validated query of any type that a panel or a rule can ask. */
export type AnyQuery = HeadroomQuery | AnomalyQuery | BaselineQuery | RecommendationsQuery;

/** A validated query and what was odd about it. */
export interface ParsedQuery {
  readonly query: AnyQuery;
  readonly notices: readonly string[];
}

const SCHEMAS = {
  forecast: forecastQuerySchema,
  breach: breachQuerySchema,
  baseline: baselineQuerySchema,
  anomaly: anomalyQuerySchema,
  recommendations: recommendationsQuerySchema,
} as const;

/** Query types that a data source query may name. */
export const QUERY_TYPES = Object.keys(SCHEMAS) as readonly (keyof typeof SCHEMAS)[];

/** A query type by its name, `other` when there is none: safe to count by, however many texts arrive. */
export function queryTypeName(text: string): string {
  return QUERY_TYPES.find((known) => known === text) ?? 'other';
}

/**
 * Validates a query as it comes from a dashboard. A wrong value throws `invalid_argument` with the field; a field
 * that nobody knows is ignored and named in a notice, so that a query of a newer version still answers.
 */
export function parseQuery(raw: unknown): ParsedQuery {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) {
    throw new HeadroomError('invalid_argument', 'The query is not an object.', {
      field: 'query',
      remedy: 'Send the fields of a query as a JSON object.',
    });
  }
  const fields = unpackQuery(raw as Record<string, unknown>);
  const type = QUERY_TYPES.find((known) => known === fields['queryType']);
  if (type === undefined) {
    const given = JSON.stringify(fields['queryType'] ?? '');
    throw new HeadroomError('invalid_argument', `There is no query type ${given}.`, {
      field: 'queryType',
      remedy: `Choose one of these: ${QUERY_TYPES.join(', ')}.`,
    });
  }
  const known = Object.keys(SCHEMAS[type].shape);
  return {
    query: parseFields(SCHEMAS[type], withoutCleared(fields)),
    notices: Object.keys(fields)
      .filter((key) => !known.includes(key) && !GRAFANA_QUERY_FIELDS.includes(key))
      .map((key) => `The field "${key}" is unknown and was ignored. Known fields: ${known.join(', ')}.`),
  };
}

/**
 * Validates fields by a schema; the first issue becomes an `invalid_argument` that names its field and a remedy.
 *
 * @param whole what to call all the fields together, where they are wrong as a whole
 */
export function parseFields<S extends z.ZodType>(schema: S, fields: unknown, whole = 'request'): z.output<S> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) {
    return parsed.data;
  }
  throw toError(parsed.error.issues[0], whole);
}

function toError(issue: z.core.$ZodIssue | undefined, whole: string): HeadroomError {
  if (issue === undefined) {
    return new HeadroomError('invalid_argument', `The ${whole} is unreadable.`, {
      field: whole,
      remedy: 'Correct it, then try again.',
    });
  }
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    // A key may be the empty text, which names nothing.
    const field = [...path, ...issue.keys.slice(0, 1)].join('.') || whole;
    return new HeadroomError('invalid_argument', `The field "${field}" is unknown.`, {
      field,
      remedy: 'Check its spelling, or leave it out.',
    });
  }
  const field = path.join('.');
  const subject = path.length === 0 ? `The ${whole}` : `The field "${field}"`;
  const { problem, remedy } = issueWords(issue);
  return new HeadroomError('invalid_argument', `${subject} is wrong: ${problem}`, {
    field: path.length === 0 ? whole : field,
    remedy,
  });
}

/** Editors write null or an empty text where a number was cleared; both mean "not set". */
function withoutCleared(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== null && (value !== '' || key === 'expr'))
  );
}
