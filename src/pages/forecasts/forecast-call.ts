import type { ForecastCall } from '../../shared/api/forecast-api.ts';
import { exampleOf } from '../../shared/forecast/example-signals.ts';
import { fieldErrors, type QueryFields } from '../../shared/forecast/query-fields.ts';
import { DEFAULT_QUERY, historyRange, type PageQuery } from './page-query.ts';

/** Fields whose text goes into the query as it is. */
const PLAIN_FIELDS = [
  'capacity',
  'legendFormat',
  'model',
  'step',
  'trainingWindow',
  'aggregate',
  'timeZone',
  'exclusions',
  'events',
] as const;

type Asked = Omit<PageQuery, 'source' | 'series' | 'unit' | 'schedule'>;

/**
 * The page's texts as fields of a query; what has its usual value is left out. Without a model that is asked for by
 * name, the engine answers at once: by the stored forecast of the signal, else by the best of its quick models.
 */
export function toQueryFields(asked: Asked): QueryFields {
  const bounds = exampleOf(asked)?.bounds;
  const { horizon, direction, levels } = asked;
  return {
    expr: asked.expr,
    horizon,
    direction,
    ...unlessUsual(asked, PLAIN_FIELDS),
    ...(levels === DEFAULT_QUERY.levels ? {} : { levels: readLevels(levels) }),
    ...bound('lowerBound', asked.lowerBound, bounds?.lowerBound),
    ...bound('upperBound', asked.upperBound, bounds?.upperBound),
  };
}

/** What to ask the engine for; `undefined` as long as something is missing or wrong in itself. */
export function toForecastCall(
  sourceUid: string | undefined,
  query: QueryFields,
  nowMs: number
): ForecastCall | undefined {
  if (sourceUid === undefined || Object.keys(fieldErrors(query)).length > 0) {
    return undefined;
  }
  return { sourceUid, range: historyRange(query.horizon ?? DEFAULT_QUERY.horizon, nowMs), query };
}

/** The bands of a text such as `80,95`. */
export function readLevels(text: string): number[] {
  return text.split(',').map(Number);
}

function unlessUsual(asked: Asked, fields: ReadonlyArray<keyof Asked>): Partial<QueryFields> {
  return Object.fromEntries(
    fields.filter((field) => asked[field] !== DEFAULT_QUERY[field]).map((field) => [field, asked[field]])
  );
}

function bound(field: 'lowerBound' | 'upperBound', text: string, usual: number | undefined): Partial<QueryFields> {
  const value = text === '' ? usual : Number(text);
  return value === undefined ? {} : { [field]: value };
}
