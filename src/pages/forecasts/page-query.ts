import { parseDuration } from '#contract/duration.ts';
import { forecastQuerySchema } from '#contract/query.ts';

/** A signal with its capacity, as it is written by people. */
export interface SignalQuery {
  readonly expr: string;
  /** A number, a PromQL expression, or empty. */
  readonly capacity: string;
  readonly direction: 'up' | 'down';
  /** Id of a Grafana unit. */
  readonly unit: string;
}

/** Everything that the page shows, as it stands in the URL. */
export interface PageQuery extends SignalQuery {
  /** Uid of the data source; empty when none is chosen. */
  readonly source: string;
  readonly horizon: string;
  /** Name of the chosen series; empty for the worst. */
  readonly series: string;
}

const DEFAULTS: PageQuery = {
  source: '',
  expr: '',
  capacity: '',
  direction: 'up',
  unit: 'short',
  horizon: '7d',
  series: '',
};

const NAMES: Record<keyof PageQuery, string> = {
  source: 'ds',
  expr: 'expr',
  capacity: 'capacity',
  direction: 'direction',
  unit: 'unit',
  horizon: 'horizon',
  series: 'series',
};

const FIELDS: ReadonlyArray<keyof PageQuery> = ['source', 'expr', 'capacity', 'direction', 'unit', 'horizon', 'series'];

/** Reads the query from the parameters of a URL; what is missing has its usual value. */
export function readPageQuery(params: URLSearchParams): PageQuery {
  const text = (field: keyof PageQuery) => params.get(NAMES[field]) ?? DEFAULTS[field];
  return {
    source: text('source'),
    expr: text('expr').trim(),
    capacity: text('capacity').trim(),
    direction: text('direction') === 'down' ? 'down' : 'up',
    unit: text('unit'),
    horizon: text('horizon').trim(),
    series: text('series'),
  };
}

/** Writes the query into the parameters of a URL; what has its usual value is left out, foreign ones stay. */
export function writePageQuery(query: PageQuery, params: URLSearchParams): URLSearchParams {
  const written = new URLSearchParams(params);
  for (const field of FIELDS) {
    if (query[field] === DEFAULTS[field]) {
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

/** What is wrong with the horizon, `undefined` when nothing is. */
export function horizonError(horizon: string): string | undefined {
  const parsed = forecastQuerySchema.shape.horizon.safeParse(horizon);
  return parsed.success ? undefined : parsed.error.issues[0]?.message;
}

/** As much history as the horizon is long, up to now. */
export function historyRange(horizon: string, nowMs: number): { fromMs: number; toMs: number } {
  const lengthMs = parseDuration(horizon) ?? parseDuration(DEFAULTS.horizon) ?? 0;
  return { fromMs: nowMs - lengthMs, toMs: nowMs };
}
