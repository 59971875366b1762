import { HeadroomError } from '#contract/errors.ts';
import type { RangeRequest, SampleEstimate } from '../../app/ports/series-reader.ts';
import { pointsBetween } from './grid.ts';
import { dependsOnRange } from './promql.ts';
import type { QueryTimes } from './query-calls.ts';

/** Prometheus refuses more points a series. */
const MAX_POINTS_PER_SERIES = 11_000;
/** Bounds the answer to about 10 MB and the time that the engine spends on decoding it without a break. */
const MAX_POINTS_PER_PART = 250_000;
/** Bounds the work of the server on one part to about a second. */
const MAX_SAMPLES_PER_PART = 5_000_000;
/** Shorter parts would cost more by their number than they save by their size. */
const MIN_POINTS_PER_PART = 20;

/**
 * Cuts a range into parts that are asked for one by one. Every evaluation depends on its own time only, so the
 * numbers are those of the uncut range; expressions for which this is not so (`@ start()`, `@ end()`) are not cut,
 * and `too_large` is thrown when they would have to be. Series are never split: that changes aggregations.
 */
export function splitRange(request: RangeRequest, estimate: SampleEstimate): readonly QueryTimes[] {
  const { startMs, endMs, stepMs } = request;
  const points = pointsBetween(request);
  if (dependsOnRange(request.expr)) {
    requireOnePart(points);
    return [{ startMs, endMs, stepMs }];
  }
  const parts = Math.ceil(points / pointsPerPart(points, estimate));
  const length = Math.ceil(points / parts);
  return Array.from({ length: Math.ceil(points / length) }, (_, part) => {
    const first = startMs + part * length * stepMs;
    return { startMs: first, endMs: Math.min(endMs, first + (length - 1) * stepMs), stepMs };
  });
}

function pointsPerPart(points: number, { points: total, samples }: SampleEstimate): number {
  const series = Math.max(1, total / points);
  const samplesPerPoint = Math.max(1, (samples ?? total) / points);
  const affordable = Math.floor(Math.min(MAX_POINTS_PER_PART / series, MAX_SAMPLES_PER_PART / samplesPerPoint));
  return Math.min(MAX_POINTS_PER_SERIES, Math.max(MIN_POINTS_PER_PART, affordable));
}

function requireOnePart(points: number): void {
  if (points > MAX_POINTS_PER_SERIES) {
    throw new HeadroomError(
      'too_large',
      `The expression uses start() or end() and cannot be split, but asks for ${points} points (limit ${MAX_POINTS_PER_SERIES}).`,
      { field: 'expr', remedy: 'Remove the @ modifier, shorten the training window, or choose a longer step.' }
    );
  }
}
