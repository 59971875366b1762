import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RangeRequest } from '../../app/ports/series-reader.ts';
import { Grid, pointsBetween } from './grid.ts';
import type { RawSeries } from './query-result.ts';

const MINUTE = 60_000;
const request: RangeRequest = { expr: 'x', startMs: MINUTE, endMs: 4 * MINUTE, stepMs: MINUTE, aggregate: 'last' };

function series(points: readonly unknown[], labels: Record<string, string> = {}): RawSeries {
  return { at: 'data.result[0]', labels, points, hasHistograms: false };
}

function gridOf(...all: readonly RawSeries[]) {
  const grid = new Grid(request);
  const seen = new Set<string>();
  all.forEach((each) => grid.add(each, request, seen));
  return { grid, values: grid.finish().map(({ values }) => [...values]), faults: grid.faults };
}

describe('Grid', () => {
  it('puts samples where they belong and leaves gaps NaN', () => {
    const { grid, values } = gridOf(
      series([
        [60, '1'],
        [180, '3'],
      ])
    );
    expect(values).toEqual([[1, NaN, 3, NaN]]);
    expect(grid.finish()[0]).toMatchObject({ startMs: MINUTE, stepMs: MINUTE });
    expect(Object.values(grid.faults).every((count) => count === 0)).toBe(true);
  });

  it('counts NaN and infinities', () => {
    const { values, faults } = gridOf(
      series([
        [60, 'NaN'],
        [120, '+Inf'],
        [180, '-Inf'],
        [240, '4'],
      ])
    );
    expect(values).toEqual([[NaN, NaN, NaN, 4]]);
    expect(faults.nonFinite).toBe(3);
  });

  it('leaves out what is off the grid or outside of the part that was asked for', () => {
    const { values, faults } = gridOf(
      series([
        [0, '0'],
        [60, '1'],
        [90, '9'],
        [119.999, '9'],
        [300, '9'],
      ])
    );
    expect(values).toEqual([[1, NaN, NaN, NaN]]);
    expect(faults.offGrid).toBe(4);
    const grid = new Grid(request);
    grid.add(
      series([
        [60, '1'],
        [120, '2'],
      ]),
      { ...request, startMs: 2 * MINUTE },
      new Set()
    );
    expect(grid.faults.offGrid).toBe(1);
  });

  it('sorts in what is out of order and keeps the first of two samples for one time', () => {
    const { values, faults } = gridOf(
      series([
        [180, '3'],
        [60, '1'],
        [60, '7'],
        [120, '2'],
      ])
    );
    expect(values).toEqual([[1, 2, 3, NaN]]);
    expect(faults).toMatchObject({ unsorted: 1, repeated: 1 });
  });

  it('merges series with the same labels, in whatever order these come', () => {
    const { values, faults } = gridOf(
      series([[60, '1']], { a: '1', b: '2' }),
      series(
        [
          [60, '9'],
          [120, '2'],
        ],
        { b: '2', a: '1' }
      )
    );
    expect(values).toEqual([[1, 2, NaN, NaN]]);
    expect(faults).toMatchObject({ sameLabels: 1, repeated: 1 });
  });

  it('joins the parts of a series without a fault', () => {
    const grid = new Grid(request);
    grid.add(
      series([
        [180, '3'],
        [240, '4'],
      ]),
      { ...request, startMs: 3 * MINUTE },
      new Set()
    );
    grid.add(
      series([
        [60, '1'],
        [120, '2'],
      ]),
      { ...request, endMs: 2 * MINUTE },
      new Set()
    );
    expect([...(grid.finish()[0]?.values ?? [])]).toEqual([1, 2, 3, 4]);
    expect(grid.faults).toMatchObject({ sameLabels: 0, repeated: 0, unsorted: 0 });
    expect(grid.size).toBe(1);
  });

  it('orders series by their labels', () => {
    const { grid } = gridOf(series([[60, '1']], { n: 'b' }), series([[60, '1']], { n: 'a' }), series([[60, '1']]));
    expect(grid.finish().map(({ labels }) => labels['n'])).toEqual([undefined, 'a', 'b']);
  });

  it('counts native histograms and drops series without numbers', () => {
    const { values, faults } = gridOf(
      { at: 'data.result[0]', labels: {}, points: [], hasHistograms: true },
      series([])
    );
    expect(values).toEqual([]);
    expect(faults.histograms).toBe(1);
  });

  it.each<[unknown[], string]>([
    [[null], 'values[0][0]'],
    [[[60]], 'values[0][1]'],
    [[['60', '1']], 'values[0][0]'],
    [[[60, 1]], 'values[0][1]'],
    [
      [
        [60, '1'],
        [120, 'x'],
      ],
      'values[1][1]',
    ],
    [['60'], 'values[0][0]'],
  ])('refuses the points %j and names the place', (points, place) => {
    expect(() => gridOf(series(points))).toThrow(`cannot be read: data.result[0].${place} is not`);
  });

  it('gives a whole grid of finite numbers and gaps for any samples, with every sample accounted for', () => {
    const sample = fc.tuple(
      fc.oneof(
        fc.integer({ min: 0, max: 5 }).map((minute) => minute * 60),
        fc.double({ noNaN: true, min: 0, max: 400 })
      ),
      fc.constantFrom('1', '-2.5', 'NaN', '+Inf', '1e300')
    );
    fc.assert(
      fc.property(fc.array(sample), (points) => {
        const { grid, values, faults } = gridOf(series(points));
        expect(grid.samples + faults.offGrid + faults.repeated).toBe(points.length);
        for (const row of values) {
          expect(row).toHaveLength(pointsBetween(request));
          expect(row.every((value) => Number.isFinite(value) || Number.isNaN(value))).toBe(true);
        }
      })
    );
  });
});
