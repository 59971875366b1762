import { describe, expect, it } from 'vitest';
import { formatAgo, formatAway, formatClock, formatDay, formatDays, formatMoment, formatTimes } from './dates.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 26, 12);

describe('dates', () => {
  it('are written in the zone that is asked for', () => {
    expect(formatDay(NOON + 11.5 * HOUR, 'utc')).toBe('26 Nov');
    expect(formatDay(NOON + 11.5 * HOUR, 'Europe/Berlin')).toBe('27 Nov');
    expect(formatMoment(NOON, 'utc')).toBe('Thu 26 Nov, 12:00 UTC');
    expect(formatClock(NOON, 'Europe/Berlin')).toBe('13:00 CET');
  });

  it('are joined as shortly as they can', () => {
    expect(formatDays(NOON, NOON, 'utc')).toBe('26 Nov');
    expect(formatDays(NOON, NOON + 3 * DAY, 'utc')).toBe('26–29 Nov');
    expect(formatDays(NOON, NOON + 6 * DAY, 'utc')).toBe('26 Nov – 2 Dec');
    expect(formatTimes(NOON, NOON + 2 * HOUR, 'utc')).toBe('26 Nov, 12:00–14:00');
    expect(formatTimes(NOON, NOON + 13 * HOUR, 'utc')).toBe('26 Nov, 12:00 – 27 Nov, 01:00');
  });
});

describe('formatAway', () => {
  it.each([
    [2 * DAY, 5 * DAY, 'in 2–5 days'],
    [3 * DAY, 3 * DAY, 'in 3 days'],
    [3 * HOUR, 3 * HOUR, 'in 3 hours'],
    [0.6 * HOUR, 1.2 * HOUR, 'in 1 hour'],
    [-HOUR, 0.2 * HOUR, 'within the hour'],
  ])('from %d to %d is "%s"', (from, to, words) => {
    expect(formatAway(NOON + from, NOON + to, NOON)).toBe(words);
  });
});

describe('formatAgo', () => {
  it.each([
    [30_000, 'just now'],
    [-5_000, 'just now'],
    [5 * 60_000, '5 min ago'],
    [3_600_000, '1 hour ago'],
    [47 * 3_600_000, '47 hours ago'],
    [3 * DAY, '3 days ago'],
  ])('%d ms is %s', (away, text) => {
    expect(formatAgo(NOON - away, NOON)).toBe(text);
  });
});
