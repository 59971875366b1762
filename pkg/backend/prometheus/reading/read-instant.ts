import type { InstantValue } from '../../app/ports/series-reader.ts';
import { wrongType } from './expression-type.ts';
import { labelKey } from './label-key.ts';
import { queryInstant, type Asking } from './query-calls.ts';
import { requireFewSeries } from './query-limits.ts';
import { readResult, readVector } from './query-result.ts';

/** Evaluates an expression at one time. Of several values with the same labels the first counts. */
export async function readInstant(asking: Asking, expr: string, atMs: number): Promise<readonly InstantValue[]> {
  const { data } = await queryInstant(asking, expr, atMs);
  const { type } = readResult(data);
  if (type === 'matrix' || type === 'string') {
    throw wrongType(type, expr);
  }
  const values = readVector(data);
  requireFewSeries(values.length, asking.limits, 'returned');
  const byLabels = new Map<string, InstantValue>();
  for (const value of values) {
    const key = labelKey(value.labels);
    byLabels.set(key, byLabels.get(key) ?? value);
  }
  return [...byLabels.values()];
}
