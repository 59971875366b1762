import { describe, expect, it } from 'vitest';
import { meanAbsoluteError, planBacktest, runBacktest, typicalError } from './backtest.ts';
import { independentFits, type Training } from './model.ts';
import { seasonalNaive } from './seasonal-naive.ts';

const training = (values: Float64Array, seasons: number[] = []): Training => ({
  values,
  observed: new Uint8Array(values.length).fill(1),
  seasons,
});
const count = (length: number): Float64Array => Float64Array.from({ length }, (_, t) => t);

describe('planBacktest', () => {
  it('keeps the phase of the season and leaves a third for training', () => {
    const { origins } = planBacktest(training(count(720), [24, 168]), 168, 8);
    expect(origins.length).toBe(8);
    expect(origins.every((origin) => (720 - origin) % 24 === 0 && origin >= 240 && origin < 720)).toBe(true);
    expect([...origins].sort((a, b) => a - b)).toEqual(origins);
  });

  it('has no origin when the history is too short', () => {
    expect(planBacktest(training(count(8)), 5, 8).origins).toEqual([]);
  });
});

describe('runBacktest', () => {
  it('shows the model nothing beyond the origin', () => {
    const seen: number[] = [];
    const spy = independentFits('spy', (_, end) => {
      seen.push(end);
      return { predict: (horizon) => new Float64Array(horizon).fill(end) };
    });
    const plan = { origins: [30, 60], horizon: 20 };
    const run = runBacktest(spy, training(count(70)), plan, 5);
    expect(seen).toEqual([30, 60, 70]);
    expect([...run!.prediction]).toEqual([70, 70, 70, 70, 70]);
    expect(run!.errors[0]![19]).toBe(49 - 30);
    expect(run!.errors[1]![9]).toBe(69 - 60);
    expect(run!.errors[1]![10]).toBeNaN();
  });

  it('does not count filled values', () => {
    const series = { ...training(count(20)), observed: Uint8Array.from({ length: 20 }, (_, t) => (t === 15 ? 0 : 1)) };
    const run = runBacktest(seasonalNaive, series, { origins: [14], horizon: 3 }, 3);
    expect([...run!.errors[0]!]).toEqual([1, NaN, 3]);
    expect(meanAbsoluteError(run!.errors)).toBe(2);
  });
});

describe('typicalError', () => {
  it('is not ruled by the one origin at which all fail', () => {
    const good = [Float64Array.of(1), Float64Array.of(1_000)];
    const bad = [Float64Array.of(4), Float64Array.of(900)];
    expect(typicalError(good)).toBeLessThan(typicalError(bad));
    expect(typicalError([])).toBeNaN();
  });
});
