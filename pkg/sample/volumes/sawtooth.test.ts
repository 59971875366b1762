import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type Curve } from '../series.ts';
import { irregularSawtooth, sawtooth } from './sawtooth.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const STEP = 10 * MINUTE;

function trace(curve: Curve, days = 40) {
  const fromMs = ANCHOR - (days / 2) * DAY;
  const times = Array.from({ length: (days * DAY) / STEP }, (_, i) => fromMs + i * STEP);
  const values = times.map(curve);
  const falls = times.filter((_, i) => (values[i + 1] ?? Infinity) < (values[i] ?? 0) - 0.1);
  return { values, falls };
}

describe('sawtooth', () => {
  const spec = { shape: 'sawtooth', everyDays: 2, hour: 3, low: 0.2, peak: 0.7, noise: 0 } as const;

  it('stays between low and peak for any seed', () => {
    fc.assert(
      fc.property(fc.integer(), (key) => {
        const { values } = trace(sawtooth(key, spec, ANCHOR));
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0.2);
        expect(Math.max(...values)).toBeLessThanOrEqual(0.7);
        expect(Math.max(...values)).toBeGreaterThan(0.64);
      }),
      { numRuns: 20 }
    );
  });

  it('is cleaned up every second day at its hour', () => {
    const { falls } = trace(sawtooth(1, spec, ANCHOR));
    expect(falls.length).toBeGreaterThanOrEqual(19);
    for (const [i, fall] of falls.entries()) {
      expect(((fall % DAY) / HOUR + 24) % 24).toBeCloseTo(3, 0);
      expect(i === 0 ? 2 : Math.round((fall - (falls[i - 1] ?? 0)) / DAY)).toBe(2);
    }
  });

  it('has been rising for more than a day at the anchor, whatever the time of day', () => {
    for (let hour = 0; hour < 24; hour++) {
      const anchorMs = Date.UTC(2026, 10, 24, hour, 1);
      const curve = sawtooth(1, spec, anchorMs);
      for (let back = 1; back < 24; back++) {
        expect(curve(anchorMs - back * HOUR)).toBeLessThan(curve(anchorMs - (back - 1) * HOUR));
      }
    }
  });
});

describe('irregularSawtooth', () => {
  const spec = { shape: 'irregular-sawtooth', everyDays: 3, low: 0.2, peak: 0.8, noise: 0 } as const;

  it('stays between low and peak for any seed', () => {
    fc.assert(
      fc.property(fc.integer(), (key) => {
        const { values } = trace(irregularSawtooth(key, spec, ANCHOR));
        expect(Math.min(...values)).toBeGreaterThanOrEqual(0.2);
        expect(Math.max(...values)).toBeLessThanOrEqual(0.8);
      }),
      { numRuns: 20 }
    );
  });

  it('is cleaned up at odd distances', () => {
    const { falls } = trace(irregularSawtooth(4, spec, ANCHOR), 120);
    const gaps = falls.slice(1).map((fall, i) => (fall - (falls[i] ?? 0)) / DAY);
    expect(gaps.length).toBeGreaterThan(30);
    expect(Math.min(...gaps)).toBeLessThan(2);
    expect(Math.max(...gaps)).toBeGreaterThan(4);
  });
});
