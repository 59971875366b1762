import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { lagRegression } from './lag-regression.ts';
import { fitAll, type Training } from './model.ts';
import { seasonalNaive } from './seasonal-naive.ts';

const random = seededRandom(31);
const build = (length: number, signal: (t: number) => number, seasons: number[]): Training => ({
  values: Float64Array.from({ length }, (_, t) => signal(t)),
  observed: new Uint8Array(length).fill(1),
  seasons,
});
const predict = (training: Training, horizon: number): Float64Array =>
  lagRegression.fit(training, [training.values.length], horizon)[0]!.predict(horizon);
const daily = (t: number): number => 3 * Math.sin((2 * Math.PI * t) / 24);

describe('lag regression', () => {
  it('repeats a clean season', () => {
    predict(build(480, daily, [24]), 48).forEach((value, step) =>
      expect(Math.abs(value - daily(480 + step))).toBeLessThan(0.1)
    );
  });

  it('averages noise that seasonal naive repeats', () => {
    const training = build(720, (t) => daily(t) + random.normal(), [24]);
    const errorOf = (path: Float64Array): number =>
      path.reduce((sum, value, step) => sum + Math.abs(value - daily(720 + step)), 0);
    const naive = fitAll(seasonalNaive, training)!.predict(48);
    expect(errorOf(predict(training, 48))).toBeLessThan(0.6 * errorOf(naive));
  });

  it('stays near the last value of a random walk at first', () => {
    let level = 0;
    const walk = build(600, () => (level += random.normal()), []);
    expect(Math.abs(predict(walk, 4)[0]! - walk.values[599]!)).toBeLessThan(2);
  });

  it('moves with scale and offset', () => {
    const plain = build(300, (t) => daily(t) + ((t * 37) % 11) / 10, [24]);
    const moved = { ...plain, values: plain.values.map((value) => 5 * value - 40) };
    const expected = predict(plain, 30);
    predict(moved, 30).forEach((value, step) => expect(value).toBeCloseTo(5 * expected[step]! - 40, 5));
  });

  it('gives longer paths than were expected, and needs 40 values', () => {
    const training = build(200, daily, [24]);
    expect(fitAll(lagRegression, training)!.predict(100)).toHaveLength(100);
    expect(fitAll(lagRegression, build(39, daily, [24]))).toBeUndefined();
  });
});
