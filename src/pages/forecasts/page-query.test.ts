import { describe, expect, it } from 'vitest';
import { changePageQuery, historyRange, readDuration, readPageQuery, writePageQuery } from './page-query.ts';

const EMPTY = readPageQuery(new URLSearchParams());

describe('the query in the URL', () => {
  it('survives writing and reading', () => {
    const query = {
      ...EMPTY,
      source: 'abc',
      expr: 'rate(x{a="b"}[5m])',
      capacity: '0.9',
      direction: 'down' as const,
      unit: 'percentunit',
      horizon: '30d',
      series: 'a b',
    };
    expect(readPageQuery(writePageQuery(query, new URLSearchParams()))).toEqual(query);
  });

  it('leaves out what has its usual value and keeps what belongs to others', () => {
    const written = writePageQuery({ ...EMPTY, expr: 'up' }, new URLSearchParams('kiosk=1&horizon=30d'));
    expect(written.toString()).toBe('kiosk=1&expr=up');
  });

  it('writes only what differs from a stored forecast', () => {
    const stored = { ...EMPTY, expr: 'up', horizon: '30d' };
    const written = writePageQuery({ ...stored, horizon: '7d' }, new URLSearchParams('horizon=1d'), stored);
    expect(written.toString()).toBe('horizon=7d');
    expect(readPageQuery(written, stored)).toEqual({ ...stored, horizon: '7d' });
  });

  it('falls back to the usual direction for a word that is none', () => {
    expect(readPageQuery(new URLSearchParams('direction=sideways')).direction).toBe('up');
  });
});

describe('changePageQuery', () => {
  it('forgets the chosen series when another signal or source is asked for', () => {
    const query = { ...EMPTY, series: 'node-1' };
    expect(changePageQuery(query, { expr: 'up' }).series).toBe('');
    expect(changePageQuery(query, { source: 'other' }).series).toBe('');
    expect(changePageQuery(query, { horizon: '1d' }).series).toBe('node-1');
  });
});

describe('readDuration', () => {
  it.each([
    ['10 days', '10d'],
    ['1 Day', '1d'],
    ['36h', '36h'],
    ['90 minutes', '90m'],
    ['2 weeks', '2w'],
    ['1h30m', '1h30m'],
    ['next week', 'next week'],
  ])('reads "%s" as "%s"', (text, duration) => {
    expect(readDuration(text)).toBe(duration);
  });
});

describe('historyRange', () => {
  it('shows as much of the past as of the future', () => {
    expect(historyRange('1d', 1_000_000_000)).toEqual({ fromMs: 1_000_000_000 - 86_400_000, toMs: 1_000_000_000 });
  });
});
