import { describe, expect, it } from 'vitest';
import type { RangeRequest } from '../../app/ports/series-reader.ts';
import {
  dependsOnRange,
  distinctSeries,
  evaluationsPerPoint,
  rangeExpression,
  resolutionMs,
  seriesNow,
} from './promql.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('resolutionMs', () => {
  it.each([
    [1_000, 1_000],
    [500, 500],
    [15_000, 1_000],
    [MINUTE, 5_000],
    [100_000, 8_000],
    [5 * MINUTE, 25_000],
    [HOUR, 5 * MINUTE],
    [DAY, 5 * MINUTE],
    [7 * DAY, 5 * MINUTE],
  ])('for a step of %d ms is %d ms', (step, expected) => {
    expect(resolutionMs(step)).toBe(expected);
  });
});

describe('evaluationsPerPoint', () => {
  it('is one without an aggregate, else the resolution within the step', () => {
    expect(evaluationsPerPoint('last', HOUR)).toBe(1);
    expect(evaluationsPerPoint('avg', HOUR)).toBe(12);
    expect(evaluationsPerPoint('max', 100_000)).toBe(13);
    expect(evaluationsPerPoint('min', 7 * DAY)).toBe(2_016);
    expect(evaluationsPerPoint('avg', 500)).toBe(1);
  });
});

describe('rangeExpression', () => {
  const request: RangeRequest = { expr: 'up', startMs: 0, endMs: HOUR, stepMs: HOUR, aggregate: 'last' };

  it('leaves the last sample to Prometheus', () => {
    expect(rangeExpression(request)).toBe('up');
  });

  it('aggregates the half-open step that ends at the point', () => {
    expect(rangeExpression({ ...request, aggregate: 'avg' })).toBe('avg_over_time((up\n)[3599999ms:300000ms])');
    expect(rangeExpression({ ...request, aggregate: 'max' })).toBe('max_over_time((up\n)[3599999ms:300000ms])');
    expect(rangeExpression({ ...request, aggregate: 'min', stepMs: 1 })).toBe('min_over_time((up\n)[1ms:1ms])');
  });

  it('keeps a comment from swallowing what follows', () => {
    expect(rangeExpression({ ...request, aggregate: 'avg', expr: 'up # all of them' })).toContain('them\n)[');
    expect(seriesNow('up # all')).toBe('count((up # all\n))');
    expect(distinctSeries('up # all', 10, 2)).toBe('count(last_over_time((up # all\n)[10ms:2ms]))');
  });
});

describe('dependsOnRange', () => {
  it.each([
    ['up @ start()', true],
    ['rate(x[5m] @end ( ))', true],
    ['up @ 1609746000', false],
    ['start', false],
    ['sum(rate(end_total[5m]))', false],
  ])('%s: %s', (expr, expected) => {
    expect(dependsOnRange(expr)).toBe(expected);
  });
});
