import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { fourierAr } from './fourier-ar.ts';
import { fitAll, type Model, type Training } from './model.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { trendModel } from './trend.ts';

const random = seededRandom(9);
const build = (length: number, signal: (t: number) => number, seasons: number[], noise = 0): Training => ({
  values: Float64Array.from({ length }, (_, t) => signal(t) + noise * random.normal()),
  observed: new Uint8Array(length).fill(1),
  seasons,
});
const predict = (model: Model, training: Training, horizon: number): Float64Array =>
  fitAll(model, training)!.predict(horizon);
const worst = (predicted: Float64Array, from: number, signal: (t: number) => number): number =>
  predicted.reduce((most, value, step) => Math.max(most, Math.abs(value - signal(from + step))), 0);
const daily = (t: number): number => Math.sin((2 * Math.PI * t) / 24) + 0.5 * Math.cos((6 * Math.PI * t) / 24);

describe('seasonal naive', () => {
  it('repeats the last season of the strongest period', () => {
    expect([
      ...predict(
        seasonalNaive,
        build(7, (t) => t, [3]),
        5
      ),
    ]).toEqual([4, 5, 6, 4, 5]);
  });

  it('repeats the last value without a season, or before one is complete', () => {
    expect([
      ...predict(
        seasonalNaive,
        build(4, (t) => t, []),
        2
      ),
    ]).toEqual([3, 3]);
    expect([
      ...predict(
        seasonalNaive,
        build(4, (t) => t, [24]),
        2
      ),
    ]).toEqual([3, 3]);
  });
});

describe('fourier-ar', () => {
  it('continues harmonics', () => {
    expect(worst(predict(fourierAr, build(480, daily, [24]), 48), 480, daily)).toBeLessThan(0.02);
  });

  it('carries a slow residual on and lets it fade', () => {
    let level = 0;
    const training = build(600, () => (level = 0.9 * level + random.normal()), []);
    training.values[599] = 6;
    const path = predict(fourierAr, training, 60);
    expect(path[0]).toBeGreaterThan(3);
    expect(Math.abs(path[59]!)).toBeLessThan(1.5);
  });

  it('fits every prefix as if it were the whole series', () => {
    const training = build(300, daily, [24], 0.2);
    const short: Training = { ...training, values: training.values.slice(0, 200) };
    const [early] = fourierAr.fit(training, [200, 300]);
    const alone = predict(fourierAr, short, 24);
    // The line's column is scaled by the length of the whole series, so that its penalty differs a little.
    early!.predict(24).forEach((value, step) => expect(value).toBeCloseTo(alone[step]!, 2));
  });

  it('needs 16 values', () => {
    expect(fitAll(fourierAr, build(15, daily, []))).toBeUndefined();
    expect(fitAll(fourierAr, build(16, daily, []))).toBeDefined();
  });
});

describe('trend models', () => {
  const whole = (length: number): number => length;

  it('continue a line with its daily steps exactly', () => {
    const batch = (t: number): number => 3 + 24 * Math.floor((t + 5) / 24);
    const steady = trendModel({ name: 'x', slope: 'steady', window: whole });
    expect(worst(predict(steady, build(240, batch, [24]), 100), 240, batch)).toBeLessThan(0.5);
  });

  it('follow the rate since a change', () => {
    const bent = (t: number): number => (t < 300 ? 0.1 * t : 30 + 0.5 * (t - 300));
    const steady = trendModel({ name: 'x', slope: 'steady', window: whole });
    expect(worst(predict(steady, build(400, bent, [], 0.05), 100), 400, bent)).toBeLessThan(1);
  });

  it('flatten out when damped, and follow a parabola without turning back when curved', () => {
    const line = (t: number): number => t;
    const damped = predict(trendModel({ name: 'x', slope: 'damped', window: whole }), build(100, line, []), 50);
    expect(damped[49]! - damped[48]!).toBeLessThan(0.5);
    expect(damped[0]! - 99).toBeGreaterThan(0.9);
    const levelling = (t: number): number => -((200 - t) ** 2) / 100;
    const curved = predict(trendModel({ name: 'x', slope: 'curved', window: whole }), build(150, levelling, []), 100);
    expect(worst(curved.subarray(0, 49), 150, levelling)).toBeLessThan(0.1);
    expect(curved[99]).toBeCloseTo(curved[60]!, 1);
  });
});
