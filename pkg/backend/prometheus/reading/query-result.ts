import type { InstantValue, Labels } from '../../app/ports/series-reader.ts';
import { isRecord } from '../http/json.ts';
import { malformed } from '../http/malformed.ts';
import { parseSampleValue } from './sample-value.ts';

/** The kinds of result that PromQL knows. */
export type ResultType = 'matrix' | 'vector' | 'scalar' | 'string';

const RESULT_TYPES: readonly unknown[] = ['matrix', 'vector', 'scalar', 'string'] satisfies ResultType[];

/** One series of a matrix; its points are `[seconds, text]` pairs, not checked yet. */
export interface RawSeries {
  readonly labels: Labels;
  readonly points: readonly unknown[];
  /** Whether the series holds native histograms, which are no numbers. */
  readonly hasHistograms: boolean;
}

/** Type and content of a query's data. Throws `source_malformed` for what is neither of the four types. */
export function readResult(data: unknown): { type: ResultType; result: readonly unknown[] } {
  if (!isRecord(data) || !RESULT_TYPES.includes(data['resultType']) || !Array.isArray(data['result'])) {
    throw malformed('its data is no query result');
  }
  return { type: data['resultType'] as ResultType, result: data['result'] };
}

/** The series of a range query. Throws `source_malformed` for any other result. */
export function readMatrix(data: unknown): readonly RawSeries[] {
  const { type, result } = readResult(data);
  if (type !== 'matrix') {
    throw malformed(`it is a ${type} where a matrix was due`);
  }
  return result.map(readSeries);
}

/** The values of an instant query; a scalar is one value without labels. Throws `source_malformed` otherwise. */
export function readVector(data: unknown): readonly InstantValue[] {
  const { type, result } = readResult(data);
  if (type === 'scalar') {
    return [{ labels: {}, value: parseSampleValue(result[1]) }];
  }
  if (type !== 'vector') {
    throw malformed(`it is a ${type} where a vector was due`);
  }
  return result.filter((entry) => !isRecord(entry) || !('histogram' in entry)).map(readInstantValue);
}

function readSeries(entry: unknown): RawSeries {
  if (!isRecord(entry)) {
    throw malformed('a series is not an object');
  }
  const points = entry['values'] ?? [];
  if (!Array.isArray(points)) {
    throw malformed('the values of a series are not a list');
  }
  return { labels: readLabels(entry['metric']), points, hasHistograms: 'histograms' in entry };
}

function readInstantValue(entry: unknown): InstantValue {
  const pair = isRecord(entry) ? entry['value'] : undefined;
  if (!isRecord(entry) || !Array.isArray(pair)) {
    throw malformed('a value of the vector is not a pair of time and number');
  }
  return { labels: readLabels(entry['metric']), value: parseSampleValue(pair[1]) };
}

function readLabels(metric: unknown): Labels {
  if (!isRecord(metric) || !Object.values(metric).every((value) => typeof value === 'string')) {
    throw malformed('the labels of a series are not texts');
  }
  return metric as Labels;
}
