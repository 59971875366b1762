import { parseDuration } from '#contract/duration.ts';
import type { SignalQuery } from '../../shared/forecast/example-signals.ts';

/** Everything that the page shows, as it stands in the URL; numbers and durations as they are written. */
export interface PageQuery extends SignalQuery {
  /** Uid of the data source; empty when none is chosen. */
  readonly source: string;
  readonly legendFormat: string;
  readonly horizon: string;
  readonly model: string;
  readonly step: string;
  readonly trainingWindow: string;
  readonly aggregate: string;
  /** Coverage of the bands in percent, such as `80,95`. */
  readonly levels: string;
  readonly lowerBound: string;
  readonly upperBound: string;
  /** Zone of the wall clock; empty: UTC. */
  readonly timeZone: string;
  /** Times that are no habit, as the contract reads them. */
  readonly exclusions: string;
  /** Named days or times that come again, as the contract reads them. */
  readonly events: string;
  /** How often a stored forecast is trained. */
  readonly schedule: string;
  /** Name of the chosen series; empty for the worst. */
  readonly series: string;
}

export const DEFAULT_QUERY: PageQuery = {
  source: '',
  expr: '',
  capacity: '',
  direction: 'up',
  unit: 'short',
  legendFormat: '',
  horizon: '7d',
  model: 'ensemble',
  step: 'auto',
  trainingWindow: 'auto',
  aggregate: 'avg',
  levels: '80,95',
  lowerBound: '',
  upperBound: '',
  timeZone: '',
  exclusions: '',
  events: '',
  schedule: 'auto',
  series: '',
};

const NAMES: Record<keyof PageQuery, string> = {
  source: 'ds',
  expr: 'expr',
  capacity: 'capacity',
  direction: 'direction',
  unit: 'unit',
  legendFormat: 'legend',
  horizon: 'horizon',
  model: 'model',
  step: 'step',
  trainingWindow: 'window',
  aggregate: 'aggregate',
  levels: 'bands',
  lowerBound: 'min',
  upperBound: 'max',
  timeZone: 'zone',
  exclusions: 'exclude',
  events: 'events',
  schedule: 'schedule',
  series: 'series',
};

const FIELDS = Object.keys(NAMES) as ReadonlyArray<keyof PageQuery>;

/** Reads the query from the parameters of a URL; what is missing has its usual value. */
export function readPageQuery(params: URLSearchParams, usual: PageQuery = DEFAULT_QUERY): PageQuery {
  const text = (field: keyof PageQuery) => (params.get(NAMES[field]) ?? usual[field]).trim();
  const texts = Object.fromEntries(FIELDS.map((field) => [field, text(field)])) as Record<keyof PageQuery, string>;
  return { ...texts, direction: texts.direction === 'down' ? 'down' : 'up' };
}

/** Writes the query into the parameters of a URL; what has its usual value is left out, foreign ones stay. */
export function writePageQuery(
  query: PageQuery,
  params: URLSearchParams,
  usual: PageQuery = DEFAULT_QUERY
): URLSearchParams {
  const written = new URLSearchParams(params);
  for (const field of FIELDS) {
    if (query[field] === usual[field]) {
      written.delete(NAMES[field]);
    } else {
      written.set(NAMES[field], query[field]);
    }
  }
  return written;
}

/** Applies a change; a change of what is forecast makes the choice of a series meaningless. */
export function changePageQuery(query: PageQuery, patch: Partial<PageQuery>): PageQuery {
  const isAnother = patch.source !== undefined || patch.expr !== undefined;
  return { ...query, ...(isAnother ? { series: '' } : {}), ...patch };
}

/** A duration that people may write in words, such as "10 days", in the notation of Prometheus. */
export function readDuration(text: string): string {
  const [, count, unit] = /^(\d+)\s*(m|h|d|w)(?:in(?:ute)?s?|ours?|ays?|eeks?)?$/i.exec(text.trim()) ?? [];
  return count === undefined || unit === undefined ? text.trim() : `${count}${unit.toLowerCase()}`;
}

/** As much history as the horizon is long, up to now. */
export function historyRange(horizon: string, nowMs: number): { fromMs: number; toMs: number } {
  const lengthMs = parseDuration(horizon) ?? parseDuration(DEFAULT_QUERY.horizon) ?? 0;
  return { fromMs: nowMs - lengthMs, toMs: nowMs };
}
