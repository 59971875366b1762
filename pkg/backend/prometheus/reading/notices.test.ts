import { describe, expect, it } from 'vitest';
import { faultNotices, remarkNotices } from './notices.ts';

const none = { nonFinite: 0, offGrid: 0, repeated: 0, unsorted: 0, sameLabels: 0, histograms: 0 };

describe('faultNotices', () => {
  it('says nothing when nothing was mended', () => {
    expect(faultNotices(none)).toEqual([]);
  });

  it('tells each fault with its number', () => {
    expect(faultNotices({ ...none, nonFinite: 1, offGrid: 12_345, sameLabels: 2, histograms: 1 })).toEqual([
      '1 sample was NaN or infinite and counted as a gap.',
      '12,345 samples were sent for a time that was not asked for and left out.',
      '2 series were sent with the labels of another series and merged with it.',
      '1 series was made of native histograms; use histogram_quantile() on it.',
    ]);
  });
});

describe('remarkNotices', () => {
  it('tells a few remarks and the number of the rest', () => {
    expect(remarkNotices(new Set())).toEqual([]);
    expect(remarkNotices(new Set(['b', 'a']))).toEqual(['Prometheus remarks: a', 'Prometheus remarks: b']);
    const many = remarkNotices(new Set(Array.from({ length: 1_005 }, (_, index) => String(index))));
    expect(many).toHaveLength(6);
    expect(many.at(-1)).toBe('Prometheus gave 1,000 further remarks.');
  });
});
