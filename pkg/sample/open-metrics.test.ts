import { describe, expect, it } from 'vitest';
import { openMetrics } from './open-metrics.ts';
import { sampleCluster } from './sample-cluster.ts';
import { HOUR, MINUTE, type SampleSeries } from './series.ts';
import { scrapeText } from './text-format.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);

const series = (name: string, kind: SampleSeries['kind'], x: string, at: SampleSeries['at']): SampleSeries => ({
  name,
  kind,
  labels: { x },
  fromMs: 2_000,
  untilMs: 8_000,
  at,
});

const textOf = (...args: Parameters<typeof openMetrics>) =>
  [...openMetrics(...args)].map((piece) => piece.text).join('');

describe('openMetrics', { timeout: 60_000 }, () => {
  it('names families, keeps their series together and in order of time, and ends with EOF', () => {
    const all = [
      series('a_total', 'counter', '1', (tMs) => tMs / 1000),
      series('a_total', 'counter', '2', (tMs) => (tMs === 4_500 ? undefined : 7)),
      series('b', 'gauge', '1', () => undefined),
      series('c', 'gauge', '1', () => 0.5),
    ];
    const text = textOf(all, { fromMs: 0, untilMs: 6_000, stepMs: (one) => (one.kind === 'counter' ? 1_500 : 3_000) });
    expect(text).toBe(
      [
        '# TYPE a counter',
        'a_total{x="1"} 3 3',
        'a_total{x="1"} 4.5 4.5',
        'a_total{x="2"} 7 3',
        '# TYPE c gauge',
        'c{x="1"} 0.5 3',
        '# EOF',
        '',
      ].join('\n')
    );
  });

  it('counts its samples', () => {
    const pieces = openMetrics([series('c', 'gauge', '1', () => 1)], {
      fromMs: 0,
      untilMs: 9_000,
      stepMs: () => 1_000,
    });
    expect([...pieces].map((piece) => piece.samples)).toEqual([6, 0]);
  });

  it('cuts time without losing or doubling a sample', () => {
    const cluster = sampleCluster({ seed: 3, anchorMs: ANCHOR });
    const lines = (fromMs: number, untilMs: number) =>
      textOf(cluster.seriesBetween(fromMs, untilMs), { fromMs, untilMs, stepMs: () => 5 * MINUTE })
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'));
    const [start, cut, end] = [ANCHOR - 6 * HOUR, ANCHOR - 2.35 * HOUR, ANCHOR];
    expect([...lines(start, cut), ...lines(cut, end)].sort()).toEqual(lines(start, end).sort());
  });

  it('holds what a scrape at that instant would have found', () => {
    const cluster = sampleCluster({ seed: 3, anchorMs: ANCHOR });
    const window = { fromMs: ANCHOR, untilMs: ANCHOR + 1, stepMs: () => 5 * MINUTE };
    const lines = textOf(cluster.seriesBetween(ANCHOR, ANCHOR), window).split('\n');
    const written = lines.filter((line) => line !== '' && !line.startsWith('#'));
    const fresh = sampleCluster({ seed: 3, anchorMs: ANCHOR });
    const scraped = scrapeText(fresh.seriesBetween(ANCHOR, ANCHOR), ANCHOR).split('\n');
    expect(written.map((line) => line.replace(` ${ANCHOR / 1000}`, ''))).toEqual(
      scraped.filter((line) => line !== '' && !line.startsWith('#'))
    );
    expect(written.length).toBeGreaterThan(300);
  });
});
