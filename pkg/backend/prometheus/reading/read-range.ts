import type { RangeAnswer, RangeRequest } from '../../app/ports/series-reader.ts';
import { estimateRange } from './estimate.ts';
import { Grid } from './grid.ts';
import { malformed } from '../http/malformed.ts';
import { faultNotices, remarkNotices } from './notices.ts';
import { rangeExpression } from './promql.ts';
import { queryRange, withSignal, type Asking, type QueryTimes } from './query-calls.ts';
import { requireAffordable, requireFewSeries, requireSpace } from './query-limits.ts';
import { type RawSeries, readMatrix } from './query-result.ts';
import { runTogether } from '../http/run-together.ts';
import { splitRange } from './split-range.ts';

/** Estimates a range query, refuses it or asks for it in parts, and puts the parts on one grid. */
export async function readRange(asking: Asking, request: RangeRequest): Promise<RangeAnswer> {
  const estimate = await estimateRange(asking, request);
  requireAffordable(estimate, request, asking.limits);
  const grid = new Grid(request);
  const remarks = new Set<string>();
  const readPart = async (part: QueryTimes, signal: AbortSignal) => {
    const answer = await queryRange(withSignal(asking, signal), rangeExpression(request), part);
    addPart(grid, readMatrix(answer.data), part, { asking, request });
    answer.remarks.forEach((remark) => remarks.add(remark));
  };
  const jobs = splitRange(request, estimate).map((part) => (signal: AbortSignal) => readPart(part, signal));
  await runTogether(asking.call.signal, asking.limits.concurrency, jobs);
  requireSomeOnGrid(grid);
  return { series: grid.finish(), notices: [...faultNotices(grid.faults), ...remarkNotices(remarks)] };
}

function addPart(
  grid: Grid,
  matrix: readonly RawSeries[],
  part: QueryTimes,
  { asking, request }: { asking: Asking; request: RangeRequest }
): void {
  requireFewSeries(matrix.length, asking.limits, 'returned');
  const seen = new Set<string>();
  for (const series of matrix) {
    grid.add(series, part, seen);
    requireFewSeries(grid.size, asking.limits, 'returned');
    requireSpace(grid.size, request);
  }
}

/** A server that answers, but for other times throughout, has not understood the query. */
function requireSomeOnGrid(grid: Grid): void {
  if (grid.samples === 0 && grid.faults.offGrid > 0) {
    throw malformed('data.result', 'has no sample for a time that was asked for');
  }
}
