/** A field of a query: what stands for it when it is left out, and how it is read. */
interface Field {
  /** Absent where the field is required. */
  readonly default?: unknown;
  /** What is wrong with a value, by the paths below the field; the field itself is the empty path. */
  readonly wrong: (given: unknown) => readonly string[];
  /** What a right value stands for. */
  readonly value: (given: never) => unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;
/** The units of a duration in milliseconds, in the order in which they must stand. */
const UNITS = [
  ['y', 365 * D],
  ['w', 7 * D],
  ['d', D],
  ['h', H],
  ['m', M],
  ['s', S],
  ['ms', 1],
] as const;

/** `NaN` for what is no duration. */
function millisecondsOf(text: string): number {
  const parts = [...text.trim().matchAll(/(\d+)([a-z]+)/g)];
  const ranks = parts.map(([, , unit]) => UNITS.findIndex(([name]) => name === unit));
  const isRising = ranks.every((rank, i) => rank > (ranks[i - 1] ?? -1));
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join('') === text.trim();
  return isRising && isWhole
    ? parts.reduce((sum, [, count], i) => sum + Number(count) * (UNITS[ranks[i] ?? 0]?.[1] ?? NaN), 0)
    : NaN;
}

function field(isRight: (given: unknown) => boolean, absent?: unknown, value = (given: unknown) => given): Field {
  return { default: absent, wrong: (given) => (isRight(given) ? [] : ['']), value };
}

function duration(min: number, max: number, absent: unknown): Field {
  const isWithin = (ms: number) => ms >= min && ms <= max;
  const value = (given: unknown) => (given === 'auto' ? given : millisecondsOf(given as string));
  return field((given) => typeof given === 'string' && isWithin(millisecondsOf(given)), absent, value);
}

function autoOrDuration(min: number, max: number): Field {
  const { wrong, value } = duration(min, max, undefined);
  const isAuto = (given: unknown) => typeof given === 'string' && given.trim() === 'auto';
  return {
    default: 'auto',
    wrong: (given) => (isAuto(given) ? [] : wrong(given)),
    value: (given: never) => (isAuto(given) ? 'auto' : value(given)),
  };
}

function choice(...names: readonly string[]): Field {
  return field((given) => names.includes(given as string));
}

function number(min = -Infinity, max = Infinity): Field {
  return field((given) => Number.isFinite(given) && (given as number) >= min && (given as number) <= max);
}

function trimmed(min: number, max: number): Field {
  const length = (given: unknown) => (typeof given === 'string' ? given.trim().length : NaN);
  return field(
    (given) => length(given) >= min && length(given) <= max,
    '',
    (given) => (given as string).trim()
  );
}

function list(one: Field, { min, max, isDistinct }: { min: number; max: number; isDistinct: boolean }): Field {
  return {
    default: [],
    wrong: (given) => {
      if (!Array.isArray(given)) {
        return [''];
      }
      const isAsLong = given.length >= min && given.length <= max;
      const isRight = isAsLong && (!isDistinct || new Set(given).size === given.length);
      const parts = (given as readonly unknown[]).flatMap((item, i) => (one.wrong(item).length > 0 ? [`.${i}`] : []));
      return [...(isRight ? [] : ['']), ...parts];
    },
    value: (given) => given,
  };
}

const { default: _, ...expr } = trimmed(1, 20_000);
const described = {
  expr,
  legendFormat: field((given) => typeof given === 'string' && given.length <= 1_000),
  aggregate: choice('avg', 'max', 'min', 'last'),
};
const levels = list(number(1, 99.9), { min: 1, max: 4, isDistinct: true });

const FORECAST = {
  ...described,
  horizon: duration(M, 90 * D, 7 * D),
  step: autoOrDuration(S, 7 * D),
  trainingWindow: autoOrDuration(M, 730 * D),
  capacity: trimmed(0, 20_000),
  direction: choice('up', 'down'),
  lowerBound: number(),
  upperBound: number(),
  model: choice(
    ...['auto', 'ensemble', 'seasonal-naive', 'fourier-ar', 'linear-trend', 'damped-trend', 'curved-trend'],
    ...['seasonal-median', 'lag-regression', 'nlinear', 'global-ridge', 'theta', 'ets', 'mstl', 'arima']
  ),
};

const WATCHED = {
  ...described,
  step: autoOrDuration(S, D),
  trainingWindow: autoOrDuration(10 * M, 180 * D),
};

const DETECTORS = [
  ...['z-score', 'robust-z', 'seasonal', 'adaptive', 'autoregressive', 'isolation-forest', 'level-shift', 'activity'],
  ...['flatline', 'record', 'departure'],
];

/** Types and ranges as the reference of options tells them, of all fields but the calendar's and the sensitivity. */
const FIELDS = {
  forecast: { ...FORECAST, levels },
  breach: {
    ...FORECAST,
    measure: choice('probability', 'days'),
    within: duration(M, 90 * D, 4 * D),
    format: choice('numeric', 'table'),
  },
  baseline: { ...WATCHED, levels },
  anomaly: {
    ...WATCHED,
    detectors: list(choice(...DETECTORS), { min: 0, max: 11, isDistinct: false }),
    direction: choice('both', 'up', 'down'),
    threshold: choice('info', 'warning', 'critical', 'emergency'),
    minDeviation: number(0),
    minRelativeDeviation: number(0, 1_000),
    minDuration: duration(0, D, 0),
    measure: choice('severity', 'score'),
    format: choice('series', 'numeric', 'table'),
  },
  recommendations: {
    namespace: trimmed(0, 253),
    history: duration(D, 30 * D, 14 * D),
    step: duration(M, 30 * M, 5 * M),
    kinds: list(choice('saving', 'reliability', 'none'), { min: 0, max: 3, isDistinct: false }),
    measure: choice('table', 'saving', 'count'),
  },
} as const satisfies Record<string, Readonly<Record<string, Field>>>;

/** Types of queries. */
export type QueryType = keyof typeof FIELDS;

export function isQueryType(name: unknown): name is QueryType {
  return typeof name === 'string' && Object.hasOwn(FIELDS, name);
}

/** What the fields of a query stand for, durations in milliseconds; and the fields that are wrong by themselves. */
export interface ReadFields {
  readonly values: Fields;
  readonly wrong: readonly string[];
}

/** Reads the fields of a query by a table that is written by hand. */
export function readFields(type: QueryType, given: Fields): ReadFields {
  const known: readonly (readonly [string, Field])[] = Object.entries(FIELDS[type]);
  const wrong = known.flatMap(([name, { wrong: faults, ...rest }]) => {
    const isAbsent = !Object.hasOwn(given, name);
    const paths = isAbsent ? ('default' in rest ? [] : ['']) : faults(given[name]);
    return paths.map((path) => name + path);
  });
  const valueOf = ([name, { value, ...rest }]: readonly [string, Field]) =>
    Object.hasOwn(given, name) ? value(given[name] as never) : rest.default;
  return { wrong, values: wrong.length > 0 ? {} : Object.fromEntries(known.map((one) => [one[0], valueOf(one)])) };
}
