import { describe, expect, it } from 'vitest';
import { dayShape, jobShape, weekendShape } from './season.ts';
import { DAY, HOUR, MINUTE } from './series.ts';

const SATURDAY_NOON = Date.UTC(2026, 10, 28, 12);
const MONDAY = Date.UTC(2026, 10, 23);
const NIGHTLY = { startHour: 2, lengthMs: 50 * MINUTE };

describe('dayShape', () => {
  it('has its mean at 0 and its peak at the peak hour', () => {
    const hours = Array.from({ length: 96 }, (_, i) => dayShape(MONDAY + (i / 4) * HOUR, 18));
    expect(hours.reduce((sum, v) => sum + v, 0)).toBeCloseTo(0, 9);
    expect(hours.indexOf(Math.max(...hours)) / 4).toBe(18);
  });
});

describe('weekendShape', () => {
  it('knows working days from weekends', () => {
    expect(weekendShape(SATURDAY_NOON)).toBe(1);
    expect(weekendShape(SATURDAY_NOON + DAY)).toBe(1);
    expect(weekendShape(SATURDAY_NOON - DAY)).toBe(0);
    expect(weekendShape(SATURDAY_NOON + 2 * DAY)).toBe(0);
  });

  it('moves over without a jump', () => {
    for (let t = MONDAY; t < MONDAY + 8 * DAY; t += MINUTE) {
      expect(Math.abs(weekendShape(t + MINUTE) - weekendShape(t))).toBeLessThan(0.01);
    }
  });
});

describe('jobShape', () => {
  it('runs once a day from its hour on, for its length', () => {
    const running = Array.from({ length: 1440 }, (_, i) => jobShape(MONDAY + i * MINUTE, NIGHTLY));
    const first = running.findIndex((v) => v > 0);
    expect(first).toBe(121);
    expect(running.filter((v) => v > 0)).toHaveLength(49);
    expect(jobShape(MONDAY + 2 * HOUR + 25 * MINUTE, NIGHTLY)).toBe(1);
  });

  it('runs on one weekday only when asked to', () => {
    const sunday = { startHour: 4, lengthMs: 2 * HOUR, weekday: 7 };
    const hours = Array.from({ length: 14 * 24 }, (_, i) => (jobShape(MONDAY + (i + 0.5) * HOUR, sunday) > 0 ? i : -1));
    expect(hours.filter((i) => i >= 0)).toEqual([148, 149, 316, 317]);
  });
});
