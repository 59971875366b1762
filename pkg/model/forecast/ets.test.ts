import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { ets } from './ets.ts';
import { fitAll, type Training } from './model.ts';

const random = seededRandom(12);
const build = (length: number, signal: (t: number) => number, seasons: number[], noise = 0): Training => ({
  values: Float64Array.from({ length }, (_, t) => signal(t) + noise * random.normal()),
  observed: new Uint8Array(length).fill(1),
  seasons,
});
const worst = (training: Training, signal: (t: number) => number, horizon: number): number =>
  fitAll(ets, training)!
    .predict(horizon)
    .reduce((most, value, step) => Math.max(most, Math.abs(value - signal(training.values.length + step))), 0);
const daily = (t: number): number => Math.sin((2 * Math.PI * t) / 24);

describe('ets', () => {
  it('continues a season on its level (the example of its documentation)', () => {
    const signal = (t: number): number => (t < 300 ? 0 : 2) + daily(t);
    expect(worst(build(480, signal, [24], 0.02), signal, 48)).toBeLessThan(0.15);
  });

  it('continues two seasons', () => {
    const signal = (t: number): number => daily(t) + (t % 168 < 48 ? -1 : 0.4);
    expect(worst(build(168 * 5, signal, [24, 168], 0.01), signal, 168)).toBeLessThan(0.3);
  });

  it('follows a slope that then fades', () => {
    const path = fitAll(
      ets,
      build(200, (t) => 0.1 * t, [])
    )!.predict(60);
    expect(path[0]).toBeCloseTo(20, 1);
    expect(path[59]! - path[58]!).toBeGreaterThan(0);
    expect(path[59]! - path[58]!).toBeLessThan(0.05);
  });

  it('takes seasons of 288 and more', () => {
    const long = (t: number): number => Math.sin((2 * Math.PI * t) / 288);
    expect(worst(build(3_000, long, [288], 0.05), long, 288)).toBeLessThan(0.3);
  });

  it('leaves out a season of less than two cycles, and needs 8 values', () => {
    expect(fitAll(ets, build(30, daily, [24]))).toBeDefined();
    expect(fitAll(ets, build(7, daily, []))).toBeUndefined();
  });

  it('sees nothing beyond a prefix', () => {
    const training = build(300, daily, [24], 0.2);
    const changed = { ...training, values: training.values.map((value, t) => (t < 200 ? value : 99)) };
    const [before] = ets.fit(training, [200, 300]);
    const [after] = ets.fit(changed, [200, 300]);
    expect(after!.predict(24)).toEqual(before!.predict(24));
  });
});
