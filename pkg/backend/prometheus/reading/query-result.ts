import type { InstantValue, Labels } from '../../app/ports/series-reader.ts';
import { isRecord } from '../http/json.ts';
import { malformed } from '../http/malformed.ts';
import { parseSampleValue } from './sample-value.ts';

/** The kinds of result that PromQL knows. */
export type ResultType = 'matrix' | 'vector' | 'scalar' | 'string';

const RESULT_TYPES: readonly unknown[] = ['matrix', 'vector', 'scalar', 'string'] satisfies ResultType[];

/** One series of a matrix; its points are `[seconds, text]` pairs, not checked yet. */
export interface RawSeries {
  /** Its place in the answer, for errors. */
  readonly at: string;
  readonly labels: Labels;
  readonly points: readonly unknown[];
  /** Whether the series holds native histograms, which are no numbers. */
  readonly hasHistograms: boolean;
}

/** Type and content of a query's data. Throws `source_malformed` for what is neither of the four types. */
export function readResult(data: unknown): { type: ResultType; result: readonly unknown[] } {
  if (!isRecord(data)) {
    throw malformed('data', 'is not an object');
  }
  if (!RESULT_TYPES.includes(data['resultType'])) {
    throw malformed('data.resultType', 'is none that PromQL knows');
  }
  if (!Array.isArray(data['result'])) {
    throw malformed('data.result', 'is not a list');
  }
  return { type: data['resultType'] as ResultType, result: data['result'] };
}

/** The series of a range query. Throws `source_malformed` for any other result. */
export function readMatrix(data: unknown): readonly RawSeries[] {
  const { type, result } = readResult(data);
  if (type !== 'matrix') {
    throw malformed('data.resultType', `is "${type}" where "matrix" was due`);
  }
  return result.map((entry, i) => readSeries(entry, `data.result[${i}]`));
}

/** The values of an instant query; a scalar is one value without labels. Throws `source_malformed` otherwise. */
export function readVector(data: unknown): readonly InstantValue[] {
  const { type, result } = readResult(data);
  if (type === 'scalar') {
    return [{ labels: {}, value: readSample(result[1], 'data.result[1]') }];
  }
  if (type !== 'vector') {
    throw malformed('data.resultType', `is "${type}" where "vector" was due`);
  }
  return result.flatMap((entry, i) =>
    isRecord(entry) && 'histogram' in entry ? [] : [readInstantValue(entry, `data.result[${i}]`)]
  );
}

function readSeries(entry: unknown, at: string): RawSeries {
  if (!isRecord(entry)) {
    throw malformed(at, 'is not an object');
  }
  const points = entry['values'] ?? [];
  if (!Array.isArray(points)) {
    throw malformed(`${at}.values`, 'is not a list');
  }
  return { at, labels: readLabels(entry['metric'], at), points, hasHistograms: 'histograms' in entry };
}

function readInstantValue(entry: unknown, at: string): InstantValue {
  if (!isRecord(entry)) {
    throw malformed(at, 'is not an object');
  }
  const pair = entry['value'];
  if (!Array.isArray(pair)) {
    throw malformed(`${at}.value`, 'is not a pair of time and number');
  }
  return { labels: readLabels(entry['metric'], at), value: readSample(pair[1], `${at}.value[1]`) };
}

function readSample(text: unknown, at: string): number {
  const value = parseSampleValue(text);
  if (value === undefined) {
    throw malformed(at, 'is not a number as text');
  }
  return value;
}

function readLabels(metric: unknown, at: string): Labels {
  if (!isRecord(metric) || !Object.values(metric).every((value) => typeof value === 'string')) {
    throw malformed(`${at}.metric`, 'is not an object of texts');
  }
  return metric as Labels;
}
