import { HeadroomError } from '#contract/errors.ts';
import type { RangeRequest, SampleEstimate } from '../../app/ports/series-reader.ts';
import { closesMoreThanItOpens } from './brackets.ts';
import { diagnose } from './expression-type.ts';
import { pointsBetween } from './grid.ts';
import { isRecord } from '../http/json.ts';
import { malformed } from '../http/malformed.ts';
import { distinctSeries, evaluationsPerPoint, seriesNow } from './promql.ts';
import { queryInstant, queryRange, withSignal, type Asking, type QueryTimes } from './query-calls.ts';
import { readMatrix, readVector } from './query-result.ts';
import { requireSound } from './range-request.ts';
import { runTogether } from '../http/run-together.ts';
import { parseSampleValue } from './sample-value.ts';

/** Evaluations that look for series which no longer exist at the end of the range. */
const DISTINCT_PROBES = 8;
/** Intervals between the evaluations whose cost stands for that of all. */
const COST_INTERVALS = 4;

/**
 * What a range query would cost, from two small queries. Series: distinct label sets at nine evaluations spread over
 * the range, so series that lived for less than an eighth of it may be missed. Samples: Prometheus's own count
 * (`stats.samples.totalQueryableSamples`) at five evaluations, times the evaluations that the whole takes; `undefined`
 * where the server does not count. Prometheus counts only the results of a subquery, not what these were made of, so
 * an expression that holds subqueries costs more than is said.
 */
export async function estimateRange(asking: Asking, request: RangeRequest): Promise<SampleEstimate> {
  requireSound(request);
  const probes = probeTimes(request);
  const { distinct, probed } = await askBoth(asking, request, probes);
  const counts = readCounts(probed);
  const evaluations = pointsBetween(probes);
  const points = pointsBetween(request);
  const series = Math.max(readCount(distinct), ...counts);
  const alive = counts.reduce((sum, count) => sum + count, 0) / evaluations;
  const loaded = samplesLoaded(probed);
  const factor = (evaluationsPerPoint(request.aggregate, request.stepMs) * points) / evaluations;
  return {
    series,
    points: Math.max(series, Math.ceil(alive * points)),
    samples: loaded === undefined ? undefined : Math.ceil(loaded * factor),
  };
}

interface ProbeData {
  readonly distinct: unknown;
  readonly probed: unknown;
}

async function askBoth(asking: Asking, request: RangeRequest, probes: QueryTimes): Promise<ProbeData> {
  const { expr, startMs, endMs, stepMs } = request;
  const rangeMs = Math.max(endMs - startMs, stepMs);
  const everyMs = Math.ceil(rangeMs / DISTINCT_PROBES);
  if (closesMoreThanItOpens(expr)) {
    throw await diagnose(asking, expr, endMs, unbalanced());
  }
  try {
    const [distinct, probed] = await runTogether(asking.call.signal, asking.limits.concurrency, [
      (signal) => queryInstant(withSignal(asking, signal), distinctSeries(expr, rangeMs, everyMs), endMs),
      (signal) => queryRange(withSignal(asking, signal), seriesNow(expr), probes, true),
    ]);
    return { distinct: distinct?.data, probed: probed?.data };
  } catch (thrown) {
    if (thrown instanceof HeadroomError && thrown.code === 'invalid_expression') {
      throw await diagnose(asking, expr, endMs, thrown);
    }
    throw thrown;
  }
}

function unbalanced(): HeadroomError {
  return new HeadroomError('invalid_expression', 'The expression closes a parenthesis that it does not open.', {
    field: 'expr',
    remedy: 'Remove the parenthesis, or add the missing one.',
  });
}

/** At most five times that end with the range; all of them where the range has fewer. */
function probeTimes({ startMs, endMs, stepMs }: RangeRequest): QueryTimes {
  const intervals = Math.min(COST_INTERVALS, pointsBetween({ startMs, endMs, stepMs }) - 1);
  const everyMs = intervals === 0 ? stepMs : Math.floor((endMs - startMs) / intervals);
  return { startMs: endMs - intervals * everyMs, endMs, stepMs: everyMs };
}

function readCount(data: unknown): number {
  const values = readVector(data);
  requireOneCount(values.length);
  return requireCount(values[0]?.value ?? 0, 'data.result');
}

function readCounts(data: unknown): readonly number[] {
  const matrix = readMatrix(data);
  requireOneCount(matrix.length);
  const points = matrix[0]?.points ?? [];
  return points
    .slice(0, COST_INTERVALS + 1)
    .map((point, i) =>
      requireCount(Array.isArray(point) ? parseSampleValue(point[1]) : undefined, `data.result[0].values[${i}][1]`)
    );
}

/** A count without labels is one series, and no series where nothing was counted. */
function requireOneCount(series: number): void {
  if (series > 1) {
    throw malformed('data.result', `has ${series} series where one count was due`);
  }
}

function requireCount(count: number | undefined, at: string): number {
  if (count === undefined || !Number.isSafeInteger(count) || count < 0) {
    throw malformed(at, 'is not a count');
  }
  return count;
}

function samplesLoaded(data: unknown): number | undefined {
  const stats = isRecord(data) ? data['stats'] : undefined;
  const samples = isRecord(stats) ? stats['samples'] : undefined;
  const total = isRecord(samples) ? samples['totalQueryableSamples'] : undefined;
  return typeof total === 'number' && total >= 0 ? total : undefined;
}
