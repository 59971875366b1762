import { describe, expect, it } from 'vitest';
import { forecast } from '../forecast/forecast.ts';
import { separateEvents, type CalendarEvent } from './events.ts';
import type { RegularSeries } from './regular-series.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Value i is the mean of the hour that ends at `start + (i + 1) h`. */
const series = (days: number, value: (day: number, hour: number) => number): RegularSeries => ({
  startMs: HOUR,
  stepMs: HOUR,
  values: Float64Array.from({ length: 24 * days }, (_, i) => value(Math.floor(i / 24), i % 24)),
});
const dayEvent = (name: string, day: number): CalendarEvent => ({
  name,
  startMs: day * DAY,
  endMs: (day + 1) * DAY,
});
const usual = (hour: number): number => (hour >= 9 && hour < 17 ? 100 : 20);
const HOLIDAYS = [7, 16, 21, 30];
const withHolidays = series(30, (day, hour) => (HOLIDAYS.includes(day) ? 20 : usual(hour)));
const events = HOLIDAYS.map((day) => dayEvent('holiday', day));

describe('separateEvents', () => {
  it('takes events out of the history', () => {
    const cleaned = separateEvents(withHolidays, events, 24).series;
    expect(cleaned).toEqual(series(30, (_, hour) => usual(hour)));
  });

  it('adds their mean effect to the next one, shrunk by doubt', () => {
    const effect = separateEvents(withHolidays, events, 24).effect(48);
    // Three past holidays without the 80 of working hours: believed by three quarters.
    expect([...effect.subarray(0, 24)]).toEqual(
      Array.from({ length: 24 }, (_, hour) => (usual(hour) === 100 ? -60 : 0))
    );
    expect(effect.subarray(24).every((value) => value === 0)).toBe(true);
  });

  it('improves the forecast of a holiday and of the days after one', () => {
    const effects = separateEvents(withHolidays, events, 24);
    const predict = (history: RegularSeries): Float64Array => {
      const outcome = forecast({ series: history, horizon: 24, levels: [80], model: 'seasonal-naive', seed: 1 });
      return outcome.kind === 'forecast' ? outcome.mean : new Float64Array(24).fill(NaN);
    };
    const error = (path: Float64Array): number => path.reduce((sum, value) => sum + Math.abs(value - 20), 0);
    const plain = predict(withHolidays);
    const better = predict(effects.series).map((value, step) => value + effects.effect(24)[step]!);
    expect(error(better)).toBeLessThan(0.3 * error(plain));
  });

  it('knows the usual course of an event that still goes on', () => {
    const today = series(15, (day, hour) => (day === 14 ? 20 : usual(hour)));
    const cleaned = separateEvents(today, [dayEvent('holiday', 14)], 24);
    expect([...cleaned.series.values.subarray(-24)]).toEqual(Array.from({ length: 24 }, (_, hour) => usual(hour)));
    expect([...cleaned.invented.subarray(-25)]).toEqual([0, ...new Array<number>(24).fill(1)]);
  });

  it('keeps kinds apart, knows nothing of a new one, and lets the first of two count', () => {
    const two = series(12, (day, hour) => (day === 3 ? 50 : day === 6 ? 500 : usual(hour)));
    const known = [dayEvent('a', 3), dayEvent('b', 6)];
    const next = (name: string): number =>
      separateEvents(two, [...known, dayEvent(name, 12), dayEvent('b', 12)], 24).effect(24)[12]!;
    expect(next('a')).toBe((50 - 100) / 2);
    expect(next('b')).toBe((500 - 100) / 2);
    expect(next('c')).toBe(0);
  });

  it('keeps gaps, makes one of an event at the start, and copes with events before and beyond the series', () => {
    const gappy = series(4, (day, hour) => (day === 1 && hour < 12 ? NaN : usual(hour)));
    const odd = [dayEvent('x', -9), dayEvent('x', 1), { name: 'x', startMs: -DAY, endMs: 2 * HOUR }, dayEvent('x', 99)];
    const effects = separateEvents(gappy, odd, 24);
    expect([...effects.series.values].filter((value) => Number.isNaN(value)).length).toBe(14);
    expect(effects.effect(10).every((value) => Number.isFinite(value))).toBe(true);
    expect(separateEvents(gappy, [], 24).series).toEqual(gappy);
  });
});
