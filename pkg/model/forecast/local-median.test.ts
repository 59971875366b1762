import { describe, expect, it } from 'vitest';
import { recentMedian, seasonalMedian } from './local-median.ts';
import { fitAll, type Training } from './model.ts';

const training = (values: number[], seasons: number[]): Training => ({
  values: Float64Array.from(values),
  observed: new Uint8Array(values.length).fill(1),
  seasons,
});

describe('seasonal median', () => {
  it('takes the middle of each phase over the latest cycles', () => {
    const odd = training([9, 9, 1, 10, 2, 99, 3, 12], [2]);
    expect([...fitAll(seasonalMedian('m', 3), odd)!.predict(3)]).toEqual([2, 12, 2]);
  });

  it('needs two cycles', () => {
    expect(fitAll(seasonalMedian('m', 3), training([1, 2, 3], [2]))).toBeUndefined();
    expect(fitAll(seasonalMedian('m', 3), training([1, 2, 3], []))).toBeUndefined();
  });
});

describe('recent median', () => {
  it('takes the middle of the latest seasons', () => {
    expect([...fitAll(recentMedian('m', 2), training([100, 1, 2, 3, 50], [2]))!.predict(2)]).toEqual([2.5, 2.5]);
  });
});
