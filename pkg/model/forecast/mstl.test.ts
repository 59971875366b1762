import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { fitAll, type Training } from './model.ts';
import { mstl } from './mstl.ts';

const random = seededRandom(21);
const build = (length: number, signal: (t: number) => number, seasons: number[], noise = 0): Training => ({
  values: Float64Array.from({ length }, (_, t) => signal(t) + noise * random.normal()),
  observed: new Uint8Array(length).fill(1),
  seasons,
});
const worst = (training: Training, signal: (t: number) => number, horizon: number): number =>
  fitAll(mstl, training)!
    .predict(horizon)
    .reduce((most, value, step) => Math.max(most, Math.abs(value - signal(training.values.length + step))), 0);
const daily = (t: number): number => Math.sin((2 * Math.PI * t) / 24);

describe('mstl', () => {
  it('continues a day and a week (the example of its documentation)', () => {
    const signal = (t: number): number => daily(t) + (t % 168 < 48 ? -1 : 0.4);
    expect(worst(build(168 * 5, signal, [24, 168]), signal, 168)).toBeLessThan(0.05);
    expect(worst(build(168 * 5, signal, [24, 168], 0.05), signal, 168)).toBeLessThan(0.3);
  });

  it('follows a profile that grows', () => {
    const signal = (t: number): number => (1 + t / 480) * daily(t);
    expect(worst(build(960, signal, [24]), signal, 24)).toBeLessThan(0.1);
  });

  it('does not take an outage in the last cycle for the shape of the season', () => {
    const values = build(480, (t) => daily(t) + (t >= 460 && t < 464 ? -20 : 0), [24], 0.05);
    expect(worst(values, daily, 24)).toBeLessThan(0.5);
  });

  it('is exponential smoothing without a season, and needs 8 values', () => {
    expect(
      worst(
        build(50, () => 3, []),
        () => 3,
        20
      )
    ).toBeLessThan(1e-9);
    expect(fitAll(mstl, build(8, daily, [24]))).toBeDefined();
    expect(fitAll(mstl, build(7, daily, []))).toBeUndefined();
  });

  it('sees nothing beyond a prefix', () => {
    const training = build(300, daily, [24], 0.2);
    const changed = { ...training, values: training.values.map((value, t) => (t < 200 ? value : 99)) };
    const [before] = mstl.fit(training, [200, 300]);
    const [after] = mstl.fit(changed, [200, 300]);
    expect(after!.predict(24)).toEqual(before!.predict(24));
  });
});
