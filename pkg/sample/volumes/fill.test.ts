import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../series.ts';
import { fillCurve } from './fill.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const LINEAR = { shape: 'linear', fullAfterDays: 3, perDay: 0.02, daily: 0, weekly: 0 } as const;

describe('fillCurve', () => {
  const smooth = fillCurve(1, { ...LINEAR, noise: 0 }, ANCHOR);
  const noisy = fillCurve(1, { ...LINEAR, noise: 0.004 }, ANCHOR);

  it('adds noise of the asked size around the smooth course', () => {
    const errors = Array.from({ length: 700 }, (_, i) => noisy(ANCHOR - i * HOUR) - smooth(ANCHOR - i * HOUR));
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.004 * 1.15);
    expect(Math.max(...errors.map(Math.abs))).toBeGreaterThan(0.001);
    expect(Math.abs(errors.reduce((sum, e) => sum + e, 0) / 700)).toBeLessThan(0.0005);
  });

  it('is never empty, and goes beyond full', () => {
    expect(noisy(ANCHOR - 300 * DAY)).toBe(0.01);
    expect(smooth(ANCHOR + 8 * DAY)).toBeCloseTo(1.1, 9);
  });
});
