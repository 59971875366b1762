import { describe, expect, it } from 'vitest';
import { storedForecastSchema, type StoredForecastJson } from '#contract/stored-forecast.ts';
import { DEFAULT_QUERY } from './page-query.ts';
import { fromStored, searchStored, toStoredInput, worstFirst } from './stored-query.ts';

const QUERY = {
  ...DEFAULT_QUERY,
  source: '',
  expr: 'used',
  capacity: 'size',
  unit: 'bytes',
  horizon: '14d',
  step: '1h',
  lowerBound: '0',
  timeZone: 'Europe/Berlin',
  exclusions: '2026-03-01',
  events: 'sale=2026-11-27/2026-11-30',
  levels: '70,99',
  schedule: '6h',
};

describe('a stored forecast', () => {
  it('is what the engine accepts', () => {
    expect(storedForecastSchema.safeParse(toStoredInput(QUERY, ' Volumes ')).data).toMatchObject({
      name: 'Volumes',
      unit: 'bytes',
      query: {
        expr: 'used',
        model: 'ensemble',
        lowerBound: 0,
        levels: [70, 99],
        timeZone: 'Europe/Berlin',
        exclusions: '2026-03-01',
      },
    });
  });

  it('comes back as the query that it was', () => {
    const { query, unit = '', schedule = 'auto' } = toStoredInput(QUERY, 'Volumes');
    expect(fromStored({ query, unit, schedule })).toEqual(QUERY);
  });
});

describe('searchStored', () => {
  const stored = [
    { name: 'Volumes of the shop', query: { expr: 'kubelet_used' } },
    { name: 'CPU', query: { expr: 'node_cpu' } },
  ] as StoredForecastJson[];

  it('finds all words in name or signal', () => {
    expect(searchStored(stored, 'SHOP kubelet').map(({ name }) => name)).toEqual(['Volumes of the shop']);
    expect(searchStored(stored, 'shop node')).toEqual([]);
    expect(searchStored(stored, '')).toHaveLength(2);
  });
});

describe('worstFirst', () => {
  it('puts what is full before what is likely to be, the sooner first, then the likelier, then the rest', () => {
    const stored = (name: string, worst?: object) => ({ name, breach: { worst } }) as unknown as StoredForecastJson;
    const sorted = worstFirst([
      stored('none'),
      stored('seldom', { state: 'unlikely', probability: 0.1, medianMs: null }),
      stored('maybe', { state: 'unlikely', probability: 0.3, medianMs: null }),
      stored('later', { state: 'likely', probability: 0.9, medianMs: 9 }),
      stored('soon', { state: 'likely', probability: 0.6, medianMs: 5 }),
      stored('full', { state: 'already', probability: 1, medianMs: null }),
      stored('other'),
    ]);
    expect(sorted.map(({ name }) => name)).toEqual(['full', 'soon', 'later', 'maybe', 'seldom', 'none', 'other']);
  });
});
