import type { StoredForecastInput, StoredForecastJson } from '#contract/stored-forecast.ts';
import { toQueryFields } from './forecast-call.ts';
import { DEFAULT_QUERY, type PageQuery } from './page-query.ts';

/** The page's query as a forecast to store. */
export function toStoredInput(query: PageQuery, name: string): StoredForecastInput {
  return {
    name: name.trim(),
    query: toQueryFields(query),
    ...(query.unit === '' ? {} : { unit: query.unit }),
    ...(query.schedule === DEFAULT_QUERY.schedule ? {} : { schedule: query.schedule }),
  };
}

/** A stored forecast as the page's query; without a data source, which stands in the URL. */
export function fromStored({
  query,
  unit,
  schedule,
}: Pick<StoredForecastJson, 'query' | 'unit' | 'schedule'>): PageQuery {
  const texts = Object.fromEntries(
    Object.entries(query)
      .filter(([field, value]) => field in DEFAULT_QUERY && value !== undefined)
      .map(([field, value]) => [field, String(value)])
  );
  return { ...DEFAULT_QUERY, ...texts, unit: unit || DEFAULT_QUERY.unit, schedule };
}

/** The forecasts whose name or signal has the words, whatever the case. */
export function searchStored(forecasts: readonly StoredForecastJson[], words: string): StoredForecastJson[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return forecasts.filter(({ name, query }) => {
    const text = `${name} ${query.expr}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

const RANKS = { already: 0, likely: 1, unlikely: 2 } as const;
const NO_BREACH = 3;

/** The most pressing first, by the series that breaches first; what has no breach follows by name, as it came. */
export function worstFirst(forecasts: readonly StoredForecastJson[]): StoredForecastJson[] {
  return [...forecasts].sort((a, b) => rankOf(a) - rankOf(b) || timeOf(a) - timeOf(b) || chanceOf(b) - chanceOf(a));
}

function rankOf({ breach }: StoredForecastJson): number {
  return breach?.worst === undefined ? NO_BREACH : RANKS[breach.worst.state];
}

function timeOf({ breach }: StoredForecastJson): number {
  return breach?.worst?.medianMs ?? Number.MAX_SAFE_INTEGER;
}

function chanceOf({ breach }: StoredForecastJson): number {
  return breach?.worst?.probability ?? 0;
}
