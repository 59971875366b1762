import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RangeRequest, SampleEstimate } from '../../app/ports/series-reader.ts';
import { expectError } from '../../app/ports/kit.contract.ts';
import { pointsBetween } from './grid.ts';
import { splitRange } from './split-range.ts';

const MINUTE = 60_000;

function requestOf(points: number, expr = 'up'): RangeRequest {
  return { expr, startMs: 0, endMs: (points - 1) * MINUTE, stepMs: MINUTE, aggregate: 'last' };
}

function estimateOf(series: number, points: number, samples?: number): SampleEstimate {
  return { series, points: series * points, samples };
}

describe('splitRange', () => {
  it('asks for 100 series of 720 points at once', () => {
    expect(splitRange(requestOf(720), estimateOf(100, 720, 72_000))).toHaveLength(1);
  });

  it('cuts where Prometheus would refuse the number of points', () => {
    const parts = splitRange(requestOf(22_001), estimateOf(1, 22_001, 22_001));
    expect(parts.map(pointsBetween)).toEqual([7_334, 7_334, 7_333]);
  });

  it('cuts where the answer would be long, and where the server would have much to load', () => {
    expect(splitRange(requestOf(1_000), estimateOf(500, 1_000, 500_000))).toHaveLength(2);
    expect(splitRange(requestOf(1_000), estimateOf(1, 1_000, 49_000_000))).toHaveLength(10);
  });

  it('does not cut into crumbs', () => {
    const parts = splitRange(requestOf(100), estimateOf(50_000, 100, 50_000_000));
    expect(parts.map(pointsBetween)).toEqual([20, 20, 20, 20, 20]);
  });

  it('covers every point of the grid once, in order, whatever the estimate', () => {
    const anyEstimate = fc.record({
      series: fc.nat(60_000),
      points: fc.nat(40_000_000),
      samples: fc.option(fc.nat(1_000_000_000), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), anyEstimate, (points, estimate) => {
        const request = requestOf(points);
        const parts = splitRange(request, estimate);
        let nextMs = request.startMs;
        for (const part of parts) {
          expect(part.startMs).toBe(nextMs);
          expect(pointsBetween(part)).toBeLessThanOrEqual(11_000);
          expect(part.endMs).toBeGreaterThanOrEqual(part.startMs);
          nextMs = part.endMs + part.stepMs;
        }
        expect(nextMs).toBe(request.endMs + request.stepMs);
      })
    );
  });

  it('does not cut an expression that refers to the ends of its range', async () => {
    const expr = 'up / up @ end()';
    expect(splitRange(requestOf(11_000, expr), estimateOf(900, 11_000))).toHaveLength(1);
    const tooLong = async () => splitRange(requestOf(11_001, expr), estimateOf(1, 11_001));
    const error = await expectError(tooLong(), 'too_large');
    expect(error.field).toBe('expr');
  });
});
