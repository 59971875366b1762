import { describe, expect, it } from 'vitest';
import { applyExclusions, overlappedIndices } from './exclusions.ts';

const series = { startMs: 1_000, stepMs: 10, values: Float64Array.of(0, 1, 2, 3, 4, 5) };
const gapsAfter = (startMs: number, endMs: number): number[] =>
  [...applyExclusions(series, [{ startMs, endMs }]).values].flatMap((value, i) => (Number.isNaN(value) ? [i] : []));

describe('applyExclusions', () => {
  it('makes gaps of the steps that overlap', () => {
    // Value 2 at 1,020 stands for what came after 1,010 and up to 1,020.
    expect(gapsAfter(1_015, 1_016)).toEqual([2]);
    expect(gapsAfter(1_015, 1_021)).toEqual([2, 3]);
    expect(gapsAfter(1_020, 1_030)).toEqual([3]);
  });

  it('copes with intervals outside, across the ends, empty and reversed', () => {
    expect(gapsAfter(0, 980)).toEqual([]);
    expect(gapsAfter(0, 1_001)).toEqual([0, 1]);
    expect(gapsAfter(1_045, 9_999)).toEqual([5]);
    expect(gapsAfter(1_060, 9_999)).toEqual([]);
    expect(gapsAfter(1_020, 1_020)).toEqual([]);
    expect(gapsAfter(1_030, 1_000)).toEqual([]);
  });

  it('takes several in any order and leaves the series given alone', () => {
    const both = applyExclusions(series, [
      { startMs: 1_045, endMs: 1_046 },
      { startMs: 1_005, endMs: 1_006 },
    ]);
    expect([...both.values]).toEqual([0, NaN, 2, 3, 4, NaN]);
    expect(series.values[1]).toBe(1);
    expect(both.startMs).toBe(1_000);
  });
});

describe('overlappedIndices', () => {
  it('reaches beyond the values where a count allows it', () => {
    expect(overlappedIndices(series, { startMs: 1_075, endMs: 1_085 }, 20)).toEqual({ from: 8, to: 10 });
  });
});
