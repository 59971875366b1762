import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Breach } from '#model/forecast/breach.ts';
import { givenNoBreachYet, probabilityBy } from './breach-timing.ts';

const HOUR = 3_600_000;
const grid = { originMs: 1_000 * HOUR, stepMs: HOUR };
const at = (hours: number) => grid.originMs + hours * HOUR;

function breachOf(...cumulative: number[]): Breach {
  return {
    state: (cumulative.at(-1) ?? 0) >= 0.5 ? 'likely' : 'unlikely',
    cumulative: Float64Array.from(cumulative),
    earliestMs: undefined,
    medianMs: undefined,
    latestMs: undefined,
  };
}

const already: Breach = { ...breachOf(1, 1), state: 'already', earliestMs: at(0), medianMs: at(0), latestMs: at(0) };

describe('probabilityBy', () => {
  const breach = breachOf(0.2, 0.4, 0.8);

  it.each([
    [-5, 0],
    [0, 0],
    [0.5, 0.1],
    [1, 0.2],
    [1.25, 0.25],
    [2.5, 0.6],
    [3, 0.8],
    [300, 0.8],
  ])('is, %f hours after the origin, %f', (hours, probability) => {
    expect(probabilityBy(breach, grid, at(hours))).toBeCloseTo(probability, 12);
  });

  it('is certain once the breach has come, and none without a curve', () => {
    expect(probabilityBy(already, grid, at(-1))).toBe(1);
    expect(probabilityBy(breachOf(), grid, at(1))).toBe(0);
  });
});

describe('givenNoBreachYet', () => {
  it('changes nothing at the origin, before it, or once the breach has come', () => {
    const breach = breachOf(0.2, 0.8);
    expect(givenNoBreachYet(breach, grid, at(0))).toBe(breach);
    expect(givenNoBreachYet(breach, grid, at(-1))).toBe(breach);
    expect(givenNoBreachYet(already, grid, at(1))).toBe(already);
  });

  it('takes out what has not happened and scales the rest up', () => {
    const given = givenNoBreachYet(breachOf(0.5, 0.6, 0.75), grid, at(1));
    expect([...given.cumulative]).toEqual([0, expect.closeTo(0.2, 12), 0.5]);
    expect(given.state).toBe('likely');
    expect(given.earliestMs).toBeCloseTo(at(1.5), 3);
    expect(given.medianMs).toBeCloseTo(at(3), 3);
    expect(given.latestMs).toBeUndefined();
  });

  it('calls unlikely what was likely only for the time that is over', () => {
    expect(givenNoBreachYet(breachOf(0.5, 0.6, 0.7), grid, at(1))).toMatchObject({
      state: 'unlikely',
      medianMs: undefined,
    });
  });

  it('expects at once what was certain to have come by now', () => {
    const given = givenNoBreachYet(breachOf(1, 1), grid, at(1.5));
    expect([...given.cumulative]).toEqual([1, 1]);
    expect([given.earliestMs, given.medianMs, given.latestMs]).toEqual([at(1.5), at(1.5), at(1.5)]);
  });

  it('keeps probabilities in order, times in order, and none of them in the past', () => {
    const curve = fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 })
      .map((values) => breachOf(...values.sort((a, b) => a - b)));
    fc.assert(
      fc.property(curve, fc.double({ min: 0, max: 30, noNaN: true }), (breach, hours) => {
        const given = givenNoBreachYet(breach, grid, at(hours));
        const { cumulative, earliestMs, medianMs, latestMs } = given;
        expect([...cumulative]).toEqual([...cumulative].sort((a, b) => a - b));
        expect([...cumulative].every((value) => value >= 0 && value <= 1)).toBe(true);
        const times = [earliestMs, medianMs, latestMs].flatMap((ms) => ms ?? []);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        if (given !== breach) {
          expect(times.every((ms) => ms >= at(hours) && ms <= at(Math.max(hours, cumulative.length)))).toBe(true);
        }
      })
    );
  });
});
