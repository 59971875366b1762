import { HeadroomError } from '#contract/errors.ts';
import type { SourceLimits } from '#contract/settings.ts';
import type { RangeRequest, SampleEstimate } from '../../app/ports/series-reader.ts';
import { pointsBetween } from './grid.ts';
import { evaluationsPerPoint } from './promql.ts';

/** Most points that one answer may hold, whatever the limits say: about 360 MB. */
const MAX_POINTS = 40_000_000;

/** Throws `too_large` when a query would cost its server or the engine more than the limits allow. */
export function requireAffordable(estimate: SampleEstimate, request: RangeRequest, limits: SourceLimits): void {
  requireFewSeries(estimate.series, limits, 'would return');
  requireSpace(estimate.series, request);
  const { samples, points } = estimate;
  const atLeast = points * evaluationsPerPoint(request.aggregate, request.stepMs);
  if ((samples ?? atLeast) > limits.maxSamples) {
    const load = samples === undefined ? `at least ${words(atLeast)}` : words(samples);
    throw new HeadroomError('too_large', `Prometheus would load ${load} samples (limit ${words(limits.maxSamples)}).`, {
      field: 'expr',
      remedy: 'Narrow the expression, shorten the training window, or raise the sample limit of the data source.',
    });
  }
}

/** Throws `too_large` when there are more series than the limit. */
export function requireFewSeries(series: number, limits: SourceLimits, verb: 'would return' | 'returned'): void {
  if (series > limits.maxSeries) {
    throw new HeadroomError(
      'too_large',
      `Prometheus ${verb} ${words(series)} series (limit ${words(limits.maxSeries)}).`,
      { field: 'expr', remedy: 'Narrow the expression or raise the series limit of the data source.' }
    );
  }
}

/** Throws `too_large` when the answer would not fit into the engine's memory. */
export function requireSpace(series: number, request: RangeRequest): void {
  const points = Math.max(1, series) * pointsBetween(request);
  if (points > MAX_POINTS) {
    throw new HeadroomError(
      'too_large',
      `The answer would hold ${words(points)} points (limit ${words(MAX_POINTS)}).`,
      {
        field: 'expr',
        remedy: 'Narrow the expression, shorten the training window, or choose a longer step.',
      }
    );
  }
}

function words(count: number): string {
  return count.toLocaleString('en-US');
}
