import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { arima } from './arima.ts';
import { fitAll, type Training } from './model.ts';

const random = seededRandom(14);
const training = (values: Float64Array, seasons: number[] = []): Training => ({
  values,
  observed: new Uint8Array(values.length).fill(1),
  seasons,
});
const predict = (values: Float64Array, horizon: number, seasons: number[] = []): Float64Array =>
  fitAll(arima, training(values, seasons))!.predict(horizon);
const autoregressive = (length: number, weight: number): Float64Array => {
  let value = 0;
  return Float64Array.from({ length }, () => (value = weight * value + random.normal()));
};

describe('arima', () => {
  it('continues a season and what strayed from it (the example of its documentation)', () => {
    const wobble = autoregressive(480, 0.9);
    const daily = (t: number): number => Math.sin((2 * Math.PI * t) / 24);
    const values = wobble.map((value, t) => 0.2 * value + daily(t));
    values[479] = 1 + daily(479);
    const path = predict(values, 72, [24]);
    expect(path[0]! - daily(480)).toBeGreaterThan(0.5);
    path.subarray(48).forEach((value, i) => expect(Math.abs(value - daily(528 + i))).toBeLessThan(0.5));
  });

  it('returns most of the way to the mean of a series that does', () => {
    const values = autoregressive(600, 0.8).map((value) => value + 7);
    values[599] = 12;
    const path = predict(values, 60);
    expect(path[0]).toBeGreaterThan(9);
    expect(Math.abs(path[59]! - 7)).toBeLessThan(1.2);
  });

  it('stays near the end of a random walk, which strays by 8 itself in 60 steps', () => {
    const values = autoregressive(600, 1);
    predict(values, 60).forEach((value) => expect(Math.abs(value - values[599]!)).toBeLessThan(4));
  });

  it('does not run away from an explosive series', () => {
    const values = Float64Array.from({ length: 100 }, (_, t) => Math.pow(1.1, t));
    const range = values[99]! - values[0]!;
    predict(values, 198).forEach((value) => expect(value).toBeLessThanOrEqual(values[99]! + 3 * range));
  });

  it('gives a constant back, and needs 16 values', () => {
    predict(new Float64Array(16).fill(5), 4).forEach((value) => expect(value).toBeCloseTo(5, 12));
    expect(fitAll(arima, training(new Float64Array(15)))).toBeUndefined();
  });

  it('sees nothing beyond a prefix', () => {
    const values = autoregressive(300, 0.7);
    const changed = values.map((value, t) => (t < 200 ? value : 99));
    const [before] = arima.fit(training(values), [200, 300]);
    const [after] = arima.fit(training(changed), [200, 300]);
    expect(after!.predict(24)).toEqual(before!.predict(24));
  });
});
