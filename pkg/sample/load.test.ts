import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCurve, type LoadShape } from './load.ts';
import { DAY, HOUR, MINUTE } from './series.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 2);
const FLAT: LoadShape = { growthPerDay: 0, daily: 0, peakHour: 12, weekend: 1, noise: 0 };

const mean = (curve: (tMs: number) => number, fromMs: number) =>
  Array.from({ length: 1440 }, (_, i) => curve(fromMs + i * MINUTE)).reduce((sum, v) => sum + v, 0) / 1440;

describe('loadCurve', () => {
  it('is positive and finite at any time, the far future included', () => {
    const shape = { growthPerDay: 0.05, daily: 0.8, peakHour: 3, weekend: 0.1, noise: 0.5 };
    const curve = loadCurve(1, shape, ANCHOR);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (tMs) => {
        expect(curve(tMs)).toBeGreaterThan(0);
        expect(curve(tMs)).toBeLessThan(1e4);
      })
    );
  });

  it('is 1 when nothing happens', () => {
    expect(loadCurve(1, FLAT, ANCHOR)(ANCHOR + 5 * HOUR)).toBe(1);
  });

  it('grows by its rate', () => {
    const curve = loadCurve(1, { ...FLAT, growthPerDay: 0.01 }, ANCHOR);
    expect(curve(ANCHOR + 10 * DAY)).toBeCloseTo(Math.exp(0.1), 12);
    expect(curve(ANCHOR - 10 * DAY)).toBeCloseTo(Math.exp(-0.1), 12);
  });

  it('runs its job at its hour', () => {
    const job = { startHour: 2, lengthMs: HOUR, height: 8 };
    const curve = loadCurve(1, { ...FLAT, job }, ANCHOR);
    expect(curve(ANCHOR + 30 * MINUTE)).toBeCloseTo(9, 9);
    expect(curve(ANCHOR + 3 * HOUR)).toBe(1);
  });

  it('is lower at weekends, and wanders with noise', () => {
    const curve = loadCurve(1, { ...FLAT, daily: 0.4, weekend: 0.5, noise: 0.2 }, ANCHOR);
    const saturday = mean(curve, Date.UTC(2026, 10, 28));
    const wednesday = mean(curve, Date.UTC(2026, 10, 25));
    expect(saturday / wednesday).toBeGreaterThan(0.4);
    expect(saturday / wednesday).toBeLessThan(0.65);
    expect(wednesday).not.toBeCloseTo(mean(curve, Date.UTC(2026, 10, 26)), 3);
  });
});
