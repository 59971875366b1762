import { describe, expect, it } from 'vitest';
import type { SampleSeries } from './series.ts';
import { scrapeText, seriesText, valueText } from './text-format.ts';

const series = (name: string, kind: SampleSeries['kind'], value: number | undefined, labels = {}): SampleSeries => ({
  name,
  kind,
  labels,
  fromMs: -Infinity,
  untilMs: Infinity,
  at: () => value,
});

describe('seriesText', () => {
  it('escapes what would end a label value', () => {
    expect(seriesText('up', {})).toBe('up');
    expect(seriesText('m', { path: 'C:\\x', text: 'a "b"\nc' })).toBe('m{path="C:\\\\x",text="a \\"b\\"\\nc"}');
  });
});

describe('valueText', () => {
  it('knows the special values by their names in the format', () => {
    expect([0.1, -5, 1e21, NaN, Infinity, -Infinity].map(valueText)).toEqual([
      '0.1',
      '-5',
      '1e+21',
      'NaN',
      '+Inf',
      '-Inf',
    ]);
  });
});

describe('scrapeText', () => {
  it('types each family once and leaves out what a scrape does not find', () => {
    const all = [
      series('a_total', 'counter', 1, { x: '1' }),
      series('a_total', 'counter', 2, { x: '2' }),
      series('b', 'gauge', undefined),
      series('c', 'gauge', 3),
    ];
    expect(scrapeText(all, 0)).toBe(
      '# TYPE a_total counter\na_total{x="1"} 1\na_total{x="2"} 2\n# TYPE c gauge\nc 3\n'
    );
    expect(scrapeText([series('b', 'gauge', undefined)], 0)).toBe('');
  });
});
