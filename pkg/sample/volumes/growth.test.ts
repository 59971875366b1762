import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type Curve } from '../series.ts';
import { accelerating, batches, linear, saturating, seasonalTrend } from './growth.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const day = (days: number) => ANCHOR + days * DAY;

function largestFall(curve: Curve): number {
  let fall = 0;
  for (let t = day(-30); t < day(10); t += 30 * MINUTE) {
    fall = Math.max(fall, curve(t) - curve(t + 30 * MINUTE));
  }
  return fall;
}

describe('linear', () => {
  const spec = { fullAfterDays: 3, perDay: 0.02, daily: 0.6, weekly: 0.4 };

  it('is full to the day, and gains its rate a week', () => {
    const curve = linear(1, spec, ANCHOR);
    expect(curve(day(3))).toBe(1);
    expect(curve(day(-7)) - curve(day(-14))).toBeCloseTo(0.14, 9);
  });

  it('never shrinks, and has its seasons', () => {
    fc.assert(
      fc.property(fc.integer(), (key) => {
        expect(largestFall(linear(key, spec, ANCHOR))).toBeLessThan(1e-12);
      }),
      { numRuns: 5 }
    );
    const curve = linear(1, spec, ANCHOR);
    const hourly = Array.from({ length: 24 }, (_, i) => curve(day(-8) + (i + 1) * HOUR) - curve(day(-8) + i * HOUR));
    expect(Math.max(...hourly) / Math.min(...hourly)).toBeGreaterThan(2);
  });
});

describe('seasonalTrend', () => {
  it('swings around the trend', () => {
    const spec = { fullAfterDays: 9, perDay: 0.01, daily: 0, weekly: 0, swing: 0.01, noise: 0 };
    const curve = seasonalTrend(3, { ...spec, shape: 'seasonal-trend' }, ANCHOR);
    const hours = Array.from({ length: 24 }, (_, i) => curve(day(-5) + i * HOUR) - 0.01 * (i / 24));
    expect(Math.max(...hours) - Math.min(...hours)).toBeCloseTo(0.02, 3);
    expect(curve(day(-5))).toBeCloseTo(curve(day(-6)) + 0.01, 9);
  });
});

describe('accelerating', () => {
  it('gains more each day until it is full', () => {
    const spec = { shape: 'accelerating', fullAfterDays: 5, from: 0.2, timeConstantDays: 8, noise: 0 } as const;
    const curve = accelerating(spec, ANCHOR);
    expect(curve(day(5))).toBe(1);
    expect(curve(day(4)) - curve(day(3))).toBeGreaterThan(1.5 * (curve(day(0)) - curve(day(-1))));
    expect(curve(day(-200))).toBeCloseTo(0.2, 6);
  });
});

describe('batches', () => {
  const spec = { shape: 'batches', fullAfterDays: 4, perBatch: 0.02, hour: 2, lengthMinutes: 60, noise: 0 } as const;
  const curve = batches(1, spec, ANCHOR);
  const midnight = Date.UTC(2026, 10, 20);

  it('writes at its hour only', () => {
    expect(curve(midnight + 23 * HOUR)).toBe(curve(midnight + 3 * HOUR));
    expect(curve(midnight + 3 * HOUR) - curve(midnight + 2 * HOUR)).toBeGreaterThanOrEqual(0.01);
    expect(curve(midnight + 3 * HOUR) - curve(midnight + 2 * HOUR)).toBeLessThanOrEqual(0.03);
    expect(largestFall(curve)).toBe(0);
  });

  it('is full half-way through the batch that is nearest to the planned instant', () => {
    const start = Date.UTC(2026, 10, 28, 2);
    expect(curve(start)).toBeLessThan(1);
    expect(curve(start + 30 * MINUTE)).toBeCloseTo(1, 9);
    expect(curve(start + HOUR)).toBeGreaterThan(1);
  });
});

describe('saturating', () => {
  it('comes close to its plateau and never gets there', () => {
    const spec = {
      shape: 'saturating',
      plateau: 0.7,
      from: 0.2,
      startDaysAgo: 20,
      timeConstantDays: 4,
      noise: 0,
    } as const;
    const curve = saturating(spec, ANCHOR);
    expect(curve(day(-40))).toBeCloseTo(0.2, 12);
    expect(curve(day(-16))).toBeCloseTo(0.7 - 0.5 * Math.exp(-1), 9);
    expect(curve(day(80))).toBeLessThanOrEqual(0.7);
    expect(curve(day(10))).toBeGreaterThan(0.69);
  });
});
