import * as z from 'zod';
import { anomalyQuerySchema, baselineQuerySchema } from '../../../pkg/contract/anomaly-query.ts';
import { breachQuerySchema, forecastQuerySchema } from '../../../pkg/contract/query.ts';
import { isQueryType, type QueryType, readFields } from './query-fields.ts';
import { both, brokenFields, SOUND, type Verdict, wrong } from './verdict.ts';

/** A time range as the message holds it; zeros where it holds none. */
export interface GivenRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Expressions that the server of the test is known to answer. */
const ANSWERED = new Set(['up', 'used', 'size']);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What is wrong with the JSON text of a query. */
export function queryFaults(text: string, range: GivenRange): Verdict {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return wrong('query');
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return wrong('query');
  }
  const isCleared = ([name, value]: [string, unknown]) => value === null || (value === '' && name !== 'expr');
  const entries = Object.entries<unknown>(unpacked({ ...given }));
  const fields = Object.fromEntries(entries.filter((entry) => !isCleared(entry)));
  const type = new Map(entries).get('queryType');
  return isQueryType(type) ? typedFaults(type, fields, range) : wrong('queryType');
}

/** Packed fields lie over the others where there is no expression. */
function unpacked(query: Fields): Fields {
  const { expr = '', expression } = query;
  try {
    const packed: unknown = expr === '' && typeof expression === 'string' ? JSON.parse(expression) : undefined;
    return typeof packed === 'object' && !Array.isArray(packed) ? { ...query, ...packed } : query;
  } catch {
    return query;
  }
}

function typedFaults(type: QueryType, fields: Fields, range: GivenRange): Verdict {
  const { values, wrong: broken } = readFields(type, fields);
  const all = [...broken, ...brokenFields(OTHERS[type], fields, 'request')];
  if (all.length > 0) {
    return wrong(...all);
  }
  switch (type) {
    case 'forecast':
      return forecastFaults(values as unknown as Signal, range);
    case 'breach':
      return breachFaults(values as unknown as Breach, range);
    case 'baseline':
    case 'anomaly':
      return watchedFaults(values as unknown as Watched, range);
    case 'recommendations':
      return SOUND;
  }
}

/** Fields that have a language of their own are read by the door's own schemas. */
const CALENDAR = { timeZone: true, exclusions: true } as const;
const OTHERS = {
  forecast: forecastQuerySchema.pick({ ...CALENDAR, events: true }),
  breach: breachQuerySchema.pick({ ...CALENDAR, events: true }),
  baseline: baselineQuerySchema.pick(CALENDAR),
  anomaly: anomalyQuerySchema.pick({ ...CALENDAR, sensitivity: true }),
  recommendations: z.object({}),
} as const;

type Fields = Readonly<Record<string, unknown>>;

/** What a query of a forecast stands for; durations in milliseconds. */
interface Signal extends Grid, Bounds {
  readonly expr: string;
  readonly capacity: string;
}

interface Breach extends Signal {
  readonly within: number;
}

interface Watched extends Pick<Grid, 'step' | 'trainingWindow'> {
  readonly expr: string;
}

function forecastFaults(query: Signal, range: GivenRange): Verdict {
  return both(
    gridFaults(query, range),
    boundsFaults(query),
    exprFaults('expr', query.expr),
    capacityFaults(query.capacity)
  );
}

function breachFaults(query: Breach, range: GivenRange): Verdict {
  return both(
    forecastFaults(query, range),
    query.capacity === '' ? wrong('capacity') : SOUND,
    query.within > query.horizon ? wrong('within', 'horizon') : SOUND
  );
}

function watchedFaults({ expr, step: given, trainingWindow: window }: Watched, range: GivenRange): Verdict {
  const fits = window === 'auto' ? HOUR / 12 : window <= 4 * DAY ? HOUR / 60 : window <= 30 * DAY ? HOUR / 12 : HOUR;
  const step = given === 'auto' ? fits : given;
  const history = window === 'auto' ? Math.min(28 * DAY, 20_160 * step) : window;
  const points = Math.floor(history / step);
  return both(
    rangeFaults(range),
    exprFaults('expr', expr),
    points < 20 || points > 50_000 ? wrong('trainingWindow', 'step') : SOUND
  );
}

interface Grid {
  readonly horizon: number;
  readonly step: number | 'auto';
  readonly trainingWindow: number | 'auto';
}

/** The sizes are those of the reference of options. */
function gridFaults({ horizon, step: given, trainingWindow }: Grid, range: GivenRange): Verdict {
  const coarse = horizon <= 7 * DAY ? HOUR : horizon <= 30 * DAY ? DAY : 7 * DAY;
  const step = given !== 'auto' ? given : horizon <= 12 * HOUR ? HOUR / 12 : coarse;
  const long = step <= DAY ? 180 * DAY : 730 * DAY;
  const usual = step <= HOUR ? Math.min(30 * DAY, 8_640 * step) : long;
  const points = Math.floor((trainingWindow === 'auto' ? usual : trainingWindow) / step);
  return both(
    rangeFaults(range),
    Math.ceil(horizon / step) > 2_500 ? wrong('horizon', 'step') : SOUND,
    points < 2 || points > 20_000 ? wrong('trainingWindow', 'step') : SOUND
  );
}

function rangeFaults({ fromMs, toMs }: GivenRange): Verdict {
  return fromMs > toMs || toMs <= 0 ? wrong('range') : SOUND;
}

interface Bounds {
  readonly lowerBound?: number | undefined;
  readonly upperBound?: number | undefined;
}

function boundsFaults({ lowerBound = -Infinity, upperBound = Infinity }: Bounds): Verdict {
  return lowerBound >= upperBound ? wrong('lowerBound', 'upperBound') : SOUND;
}

function capacityFaults(capacity: string): Verdict {
  return Number.isFinite(Number(capacity)) ? SOUND : exprFaults('capacity', capacity);
}

function exprFaults(field: string, expr: string): Verdict {
  return ANSWERED.has(expr) ? SOUND : { wrong: [], doubtful: [field] };
}
