import { describe, expect, it } from 'vitest';
import type { SeriesForecastJson, TrustJson } from '#contract/rest.ts';
import { isEmpty, toColumns } from './columns.ts';

const TRUST: TrustJson = {
  model: 'fourier-ar',
  reason: '',
  mase: null,
  gainOverSeasonalNaive: null,
  coverage: [],
  backtestOrigins: 1,
  quality: { points: 3, missing: 0, seasons: [] },
};
const series = (actual: Array<number | null>, mean: number[] = [4, 5]): SeriesForecastJson => ({
  name: 'a',
  labels: {},
  stepMs: 10,
  actual: { startMs: 100, values: actual },
  predicted: {
    startMs: 100 + 10 * actual.length,
    mean,
    bands: [
      { level: 80, lower: mean.map((x) => x - 1), upper: mean.map((x) => x + 1) },
      { level: 95, lower: mean.map((x) => x - 2), upper: mean.map((x) => x + 2) },
    ],
    trust: TRUST,
  },
  notices: [],
});

describe('toColumns', () => {
  it('lets the prediction and its bands start from the last actual value', () => {
    const { times, actual, predicted, bands } = toColumns(series([1, 2, 3]));
    expect(times).toEqual([100, 110, 120, 130, 140]);
    expect(actual).toEqual([1, 2, 3, null, null]);
    expect(predicted).toEqual([null, null, 3, 4, 5]);
    expect(bands[0]).toEqual({ level: 95, lower: [null, null, 3, 2, 3], upper: [null, null, 3, 6, 7] });
  });

  it('keeps a gap before now', () => {
    expect(toColumns(series([1, 2, null])).predicted).toEqual([null, null, null, 4, 5]);
  });

  it('draws a prediction without any history', () => {
    const { times, predicted } = toColumns({ ...series([]), actual: { startMs: 0, values: [] } });
    expect(times).toEqual([100, 110]);
    expect(predicted).toEqual([4, 5]);
  });

  it('paints the widest band first', () => {
    const columns = toColumns(series([1]));
    expect(columns.bands.map(({ level }) => level)).toEqual([95, 80]);
  });
});

describe('isEmpty', () => {
  it('is whether nothing is known', () => {
    const { predicted: _, ...past } = series([null]);
    expect(isEmpty(toColumns(past))).toBe(true);
    expect(isEmpty(toColumns(series([null])))).toBe(false);
  });
});
