import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferStepMs, regularise } from './regularise.ts';

const grid = { startMs: 0, endMs: 40, stepMs: 10 };

describe('regularise', () => {
  it('counts a sample for the grid time at or after it', () => {
    const series = regularise({ timesMs: [0, 1, 10, 11, 40], values: [1, 2, 4, 8, 16] }, grid);
    expect([...series.values]).toEqual([1, 3, 8, NaN, 16]);
  });

  it('sorts, takes the later of two at one time, and drops NaN and infinities', () => {
    const series = regularise(
      { timesMs: [30, 10, 10, 20, 40], values: [3, 7, 1, Infinity, NaN] },
      { ...grid, startMs: 10 }
    );
    expect([...series.values]).toEqual([1, NaN, 3, NaN]);
  });

  it.each([
    ['avg', 3],
    ['max', 5],
    ['min', 1],
    ['last', 3],
  ] as const)('aggregates by %s', (aggregate, expected) => {
    const series = regularise({ timesMs: [1, 2, 3], values: [1, 5, 3] }, grid, aggregate);
    expect(series.values[1]).toBe(expected);
  });

  it('leaves out what is outside of the grid', () => {
    const series = regularise({ timesMs: [-10, 41], values: [1, 2] }, grid);
    expect(series.values.every(Number.isNaN)).toBe(true);
  });

  it('refuses a grid that is none', () => {
    expect(() => regularise({ timesMs: [], values: [] }, { ...grid, stepMs: 0 })).toThrow(RangeError);
    expect(() => regularise({ timesMs: [], values: [1] }, grid)).toThrow(/0 times, but 1 values/);
  });

  it('never gives an infinity and does not depend on the order of distinct times', () => {
    const samples = fc.uniqueArray(fc.tuple(fc.integer({ min: -5, max: 50 }), fc.double()), {
      selector: ([time]) => time,
    });
    fc.assert(
      fc.property(samples, (pairs) => {
        const make = (list: typeof pairs) =>
          regularise({ timesMs: list.map(([t]) => t), values: list.map(([, v]) => v) }, grid);
        const series = make(pairs);
        expect(series.values.every((value) => Number.isFinite(value) || Number.isNaN(value))).toBe(true);
        expect(make([...pairs].reverse())).toEqual(series);
      })
    );
  });
});

describe('inferStepMs', () => {
  it('is the usual distance, not thrown off by gaps and duplicates', () => {
    expect(inferStepMs([0, 15, 30, 30, 45, 300, 315])).toBe(15);
    expect(inferStepMs([5])).toBeUndefined();
    expect(inferStepMs([5, 5])).toBeUndefined();
  });
});
