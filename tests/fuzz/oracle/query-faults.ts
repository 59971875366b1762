import { anomalyQuerySchema, baselineQuerySchema } from '../../../pkg/contract/anomaly-query.ts';
import { unpackQuery } from '../../../pkg/contract/packed-query.ts';
import { breachQuerySchema, forecastQuerySchema } from '../../../pkg/contract/query.ts';
import { recommendationsQuerySchema } from '../../../pkg/contract/recommendations.ts';
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
  const entries = Object.entries<unknown>({ ...unpackQuery(given) });
  const type = new Map(entries).get('queryType');
  const fields = Object.fromEntries(entries.filter((entry) => !isCleared(entry)));
  switch (type) {
    case 'forecast':
      return forecastFaults(fields, range);
    case 'breach':
      return breachFaults(fields, range);
    case 'baseline':
    case 'anomaly':
      return watchedFaults(type, fields, range);
    case 'recommendations':
      return wrong(...brokenFields(recommendationsQuerySchema, fields, 'request'));
    default:
      return wrong('queryType');
  }
}

type Fields = Readonly<Record<string, unknown>>;

function forecastFaults(fields: Fields, range: GivenRange): Verdict {
  const { data, error } = forecastQuerySchema.safeParse(fields);
  return error === undefined
    ? both(gridFaults(data, range), boundsFaults(data), exprFaults('expr', data.expr), capacityFaults(data.capacity))
    : wrong(...brokenFields(forecastQuerySchema, fields, 'request'));
}

function breachFaults(fields: Fields, range: GivenRange): Verdict {
  const { data, error } = breachQuerySchema.safeParse(fields);
  return error === undefined
    ? both(
        gridFaults(data, range),
        boundsFaults(data),
        exprFaults('expr', data.expr),
        capacityFaults(data.capacity),
        data.capacity === '' ? wrong('capacity') : SOUND,
        data.within > data.horizon ? wrong('within', 'horizon') : SOUND
      )
    : wrong(...brokenFields(breachQuerySchema, fields, 'request'));
}

function watchedFaults(type: 'baseline' | 'anomaly', fields: Fields, range: GivenRange): Verdict {
  const schema = type === 'baseline' ? baselineQuerySchema : anomalyQuerySchema;
  const { data, error } = schema.safeParse(fields);
  if (error !== undefined) {
    return wrong(...brokenFields(schema, fields, 'request'));
  }
  const { trainingWindow: window, step: given } = data;
  const fits = window === 'auto' ? HOUR / 12 : window <= 4 * DAY ? HOUR / 60 : window <= 30 * DAY ? HOUR / 12 : HOUR;
  const step = given === 'auto' ? fits : given;
  const history = window === 'auto' ? Math.min(28 * DAY, 20_160 * step) : window;
  const points = Math.floor(history / step);
  return both(
    rangeFaults(range),
    exprFaults('expr', data.expr),
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
