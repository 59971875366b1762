import { describe, expect, it } from 'vitest';
import { cos, exp, log, sin } from './portable.ts';
import { seededRandom } from './random.ts';

const random = seededRandom(20_261_124);
const drawn = (low: number, high: number) => Array.from({ length: 2_000 }, () => low + (high - low) * random.uniform());

/** Largest relative difference from the platform's own function, in units of the last place of 1. */
function unitsApart(ours: (x: number) => number, theirs: (x: number) => number, places: readonly number[]): number {
  return places.reduce((most, x) => {
    const expected = theirs(x);
    return Math.max(most, Math.abs(ours(x) - expected) / Math.abs(expected) / Number.EPSILON);
  }, 0);
}

describe('portable functions', () => {
  it('agree with the platform to the last bits', () => {
    expect(unitsApart(exp, Math.exp, drawn(-700, 700))).toBeLessThan(2);
    expect(unitsApart(exp, Math.exp, drawn(-1, 1))).toBeLessThan(2);
    expect(unitsApart(log, Math.log, drawn(-700, 700).map(Math.exp))).toBeLessThan(2);
    expect(unitsApart(log, Math.log, drawn(0.5, 1.5))).toBeLessThan(2);
    expect(unitsApart(sin, Math.sin, drawn(-7, 7))).toBeLessThan(2);
    expect(unitsApart(cos, Math.cos, drawn(-7, 7))).toBeLessThan(2);
  });

  it.each([
    ['exp', exp, Math.exp, [0, 1, -1, 710, -746, -740, 709.7, Infinity, -Infinity, NaN]],
    ['log', log, Math.log, [0, -0, 1, -1, 5e-324, 1e-310, Number.MAX_VALUE, Infinity, -Infinity, NaN]],
    ['sin', sin, Math.sin, [0, Math.PI / 2, -Math.PI / 2, 1e-300, NaN]],
    ['cos', cos, Math.cos, [0, Math.PI, -Math.PI, 1e-300, NaN]],
  ])('%s is right at its ends', (_, ours, theirs, places) => {
    for (const place of places) {
      const expected = theirs(place);
      if (Number.isFinite(expected) && expected !== 0) {
        expect(ours(place) / expected, String(place)).toBeCloseTo(1, 14);
      } else {
        expect(ours(place), String(place)).toBe(expected);
      }
    }
  });
});
