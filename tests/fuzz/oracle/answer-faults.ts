import { gunzipSync } from 'node:zlib';

/** What a server sends, and whether it stands for an answer to one value or to a range. */
export interface SentAnswer {
  readonly endpoint: 'query' | 'query_range' | 'every';
  readonly body: Uint8Array;
  readonly encoding: string;
}

/** What an answer of Prometheus holds, by a second reading. */
export interface AnswerFaults {
  /** Parts that break the API of Prometheus; an answer with any is refused, and the refusal names one. */
  readonly broken: readonly string[];
  /** Parts that are sound in themselves, yet may not be what was asked for: times, counts, types of another query. */
  readonly doubtful: readonly string[];
  /** What an error body calls itself; `undefined` of what is no error. */
  readonly errorType?: string;
  /** Whether there are more series or counts than the limit of series. */
  readonly isLarge: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const NOTHING = { doubtful: [], isLarge: false };
const MAX_SERIES = 500;
const NUMBER = /^(?:NaN|[+-]?Inf|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

export function answerFaults({ endpoint, body, encoding }: SentAnswer, nowMs: number): AnswerFaults {
  const text = decoded(body, encoding);
  if (typeof text !== 'string') {
    return { ...NOTHING, broken: [text.broken] };
  }
  const answer = parsed(text);
  if (!isObject(answer)) {
    return { ...NOTHING, broken: ['its body'] };
  }
  const { status, data, errorType } = answer;
  if (status !== 'success') {
    const type = typeof errorType === 'string' ? errorType : '';
    return { ...NOTHING, ...(status === 'error' ? { broken: [] } : { broken: ['status'] }), errorType: type };
  }
  if (!('data' in answer)) {
    return { ...NOTHING, broken: ['data'] };
  }
  return dataFaults(data, endpoint, nowMs);
}

function dataFaults(data: unknown, endpoint: SentAnswer['endpoint'], nowMs: number): AnswerFaults {
  if (!isObject(data)) {
    return { ...NOTHING, broken: ['data'] };
  }
  const { resultType, result } = data;
  if (!['matrix', 'vector', 'scalar', 'string'].includes(resultType as string)) {
    return { ...NOTHING, broken: ['data.resultType'] };
  }
  if (!Array.isArray(result)) {
    return { ...NOTHING, broken: ['data.result'] };
  }
  const fits = { query: ['vector', 'scalar'], query_range: ['matrix'], every: [] }[endpoint] as readonly unknown[];
  const items = result as readonly unknown[];
  const parts = resultType === 'matrix' ? matrixFaults(items) : vectorFaults(items, resultType === 'scalar');
  return {
    broken: [...(fits.includes(resultType) ? [] : ['data.resultType']), ...parts],
    doubtful: [...countFaults(items, resultType === 'scalar'), ...(hasTimeOnGrid(items, nowMs) ? [] : ['data.result'])],
    isLarge: items.length > MAX_SERIES || valuesOf(items).some(([, value]) => asNumber(value) > MAX_SERIES),
  };
}

function matrixFaults(items: readonly unknown[]): string[] {
  return items.flatMap((item, i) => {
    const at = `data.result[${i}]`;
    if (!isObject(item)) {
      return [at];
    }
    const values = item['values'] ?? [];
    return [
      ...labelFaults(item, at),
      ...(Array.isArray(values)
        ? values.flatMap((pair, j) => pairFaults(pair, `${at}.values[${j}]`))
        : [`${at}.values`]),
    ];
  });
}

function vectorFaults(items: readonly unknown[], isScalar: boolean): string[] {
  if (isScalar) {
    return isNumber(items[1]) ? [] : ['data.result[1]'];
  }
  return items.flatMap((item, i) => {
    const at = `data.result[${i}]`;
    if (!isObject(item)) {
      return [at];
    }
    const { value } = item;
    if ('histogram' in item) {
      return [];
    }
    const isPair = Array.isArray(value);
    return [...labelFaults(item, at), ...(!isPair ? [`${at}.value`] : isNumber(value[1]) ? [] : [`${at}.value[1]`])];
  });
}

function labelFaults({ metric }: Json, at: string): string[] {
  const isLabels = isObject(metric) && Object.values(metric).every((value) => typeof value === 'string');
  return isLabels ? [] : [`${at}.metric`];
}

function pairFaults(pair: unknown, at: string): string[] {
  const [time, value] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
  return [...(Number.isFinite(time) ? [] : [`${at}[0]`]), ...(isNumber(value) ? [] : [`${at}[1]`])];
}

/** Where the answer is taken for a count of series, which is one whole number at each time. */
function countFaults(items: readonly unknown[], isScalar: boolean): string[] {
  const isCount = (value: unknown) => Number.isSafeInteger(asNumber(value)) && asNumber(value) >= 0;
  const [first] = items;
  const { value, values } = isObject(first) ? first : {};
  const pairs = listOf(values).slice(0, 5);
  const isOne = isScalar ? isCount(items[1]) : items.length < 2 && (!Array.isArray(value) || isCount(value[1]));
  return [
    ...(isOne ? [] : ['data.result']),
    ...pairs.flatMap((pair, j) => (Array.isArray(pair) && isCount(pair[1]) ? [] : [`data.result[0].values[${j}][1]`])),
  ];
}

/** Every query of the test asks for full hours, of which the newest are before now. */
function hasTimeOnGrid(items: readonly unknown[], nowMs: number): boolean {
  return valuesOf(items).some(([time]) => {
    const ageMs = nowMs - asNumber(time) * 1_000;
    return asNumber(time) % 3_600 === 0 && ageMs >= 0 && ageMs < 7 * 86_400_000 - 3_600_000;
  });
}

function valuesOf(items: readonly unknown[]): (readonly unknown[])[] {
  return items
    .flatMap((item) => (isObject(item) ? [item['value'], ...listOf(item['values'])] : []))
    .filter((pair) => Array.isArray(pair)) as (readonly unknown[])[];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** An object may have no text to make a number of. */
function asNumber(value: unknown): number {
  return typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'string' && NUMBER.test(value) && !(Math.abs(Number(value)) === Infinity);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decoded(body: Uint8Array, encoding: string): string | { readonly broken: string } {
  if (encoding === '') {
    return Buffer.from(body).toString('utf8');
  }
  if (encoding !== 'gzip') {
    return { broken: 'its header Content-Encoding' };
  }
  try {
    return gunzipSync(body).toString('utf8');
  } catch {
    return { broken: 'its compressed body' };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
