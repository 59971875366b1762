import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulative, sinceReset } from './cumulative.ts';
import { valueNoise } from './noise.ts';
import { DAY, HOUR, MINUTE } from './series.ts';

const ORIGIN = 1_760_000_012_345;
const rate = (tMs: number) => 2 + valueNoise(5, HOUR)(tMs);

describe('cumulative', () => {
  it('integrates a constant to the length of time', () => {
    const counter = cumulative(() => 3, ORIGIN);
    expect(counter(ORIGIN - 5_000)).toBe(0);
    expect(counter(ORIGIN)).toBe(0);
    expect(counter(ORIGIN + 90_500)).toBeCloseTo(271.5, 9);
    expect(counter(ORIGIN + DAY)).toBeCloseTo(3 * 86_400, 6);
  });

  it('agrees with the integral of a sine that is known in closed form', () => {
    const angular = (2 * Math.PI) / DAY;
    const counter = cumulative((tMs) => 1 + Math.sin(angular * (tMs - ORIGIN)), ORIGIN);
    for (const hours of [1, 7.3, 30, 100]) {
      const exact = hours * 3600 + (1 - Math.cos(angular * hours * HOUR)) / (1000 * angular);
      expect(counter(ORIGIN + hours * HOUR) / exact).toBeCloseTo(1, 5);
    }
  });

  it('gives the same bits whatever was asked before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -MINUTE, max: 3 * DAY }), { minLength: 1, maxLength: 20 }), (offsets) => {
        const used = cumulative(rate, ORIGIN);
        const answers = offsets.map((offset) => used(ORIGIN + offset));
        expect(answers).toEqual(offsets.map((offset) => cumulative(rate, ORIGIN)(ORIGIN + offset)));
      }),
      { numRuns: 20 }
    );
  });

  it('never falls', () => {
    const counter = cumulative((tMs) => Math.max(0, valueNoise(9, 10 * MINUTE)(tMs)), ORIGIN);
    let before = 0;
    for (let t = ORIGIN; t < ORIGIN + DAY; t += 1_717) {
      expect(counter(t)).toBeGreaterThanOrEqual(before);
      before = counter(t);
    }
  });
});

describe('sinceReset', () => {
  it('begins at zero after each reset and goes on as before', () => {
    const total = cumulative(() => 2, ORIGIN);
    const counter = sinceReset(total, (tMs) => ORIGIN + Math.floor((tMs - ORIGIN) / HOUR) * HOUR);
    expect(counter(ORIGIN + HOUR)).toBe(0);
    expect(counter(ORIGIN + HOUR - 1_000)).toBeCloseTo(2 * 3599, 6);
    expect(counter(ORIGIN + 5 * HOUR + 30_000)).toBeCloseTo(60, 6);
    expect(counter(ORIGIN + 30_000)).toBeCloseTo(60, 6);
  });
});
