import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { guessErrors, learnErrors, measureCoverage, unitQuantile } from './conformal.ts';

const random = seededRandom(21);
const rows = (count: number, steps: number, error: (step: number) => number): Float64Array[] =>
  Array.from({ length: count }, () => Float64Array.from({ length: steps }, (_, step) => error(step)));

describe('learnErrors', () => {
  it('knows how errors grow with the horizon and goes on with it', () => {
    const model = learnErrors(
      rows(40, 60, (step) => Math.sqrt(step + 1) * random.normal()),
      240
    )!;
    expect(model.scale[59]! / model.scale[14]!).toBeCloseTo(2, 0);
    expect(model.scale[239]! / model.scale[59]!).toBeGreaterThan(1.4);
    expect(model.scale[239]! / model.scale[59]!).toBeLessThan(3);
  });

  it('has a normal shape for normal errors, with wider tails', () => {
    const model = learnErrors(
      rows(60, 50, () => random.normal()),
      50
    )!;
    expect(model.scale[10]! * unitQuantile(model, 0.9)).toBeCloseTo(1.2816, 1);
    expect(model.scale[10]! * unitQuantile(model, 0.975)).toBeGreaterThan(1.96);
    expect(unitQuantile(model, 0.5)).toBeCloseTo(0, 12);
  });

  it('does not let large errors far ahead widen the next steps', () => {
    const scale = learnErrors(
      rows(20, 13, (step) => (step + 1) * random.normal()),
      13
    )!.scale;
    expect(scale[0]).toBeLessThan(2);
    expect(scale[12]! / scale[0]!).toBeGreaterThan(5);
  });

  it('tells errors that last from errors that pass', () => {
    const passing = learnErrors(
      rows(30, 60, () => random.normal()),
      60
    )!;
    const lasting = learnErrors(
      Array.from({ length: 30 }, () => new Float64Array(60).fill(random.normal())),
      60
    )!;
    expect(passing.near).toBeLessThan(0.1);
    expect(lasting.far).toBeGreaterThan(0.9);
  });

  it('believes the newest errors most', () => {
    const calm = rows(6, 40, () => 0.1 * random.normal());
    const wild = rows(6, 40, () => random.normal());
    expect(learnErrors([...calm, ...wild], 40)!.scale[20]).toBeGreaterThan(
      2 * learnErrors([...wild, ...calm], 40)!.scale[20]!
    );
  });

  it('gives nothing for nothing, and zero for a perfect model', () => {
    expect(learnErrors([], 5)).toBeUndefined();
    expect(learnErrors([new Float64Array(3).fill(NaN)], 5)).toBeUndefined();
    const perfect = learnErrors(
      rows(3, 4, () => 0),
      8
    )!;
    expect(perfect.scale[7]! * unitQuantile(perfect, 0.975)).toBe(0);
  });
});

describe('unitQuantile', () => {
  it('ascends with the probability', () => {
    const skewed = learnErrors(
      rows(5, 30, () => random.normal() ** 2),
      30
    )!;
    const quantiles = Array.from({ length: 99 }, (_, i) => unitQuantile(skewed, (i + 1) / 100));
    expect(quantiles.every((value, i) => i === 0 || value >= quantiles[i - 1]!)).toBe(true);
  });
});

describe('measureCoverage', () => {
  it('is near the level for errors that do not change', () => {
    const errors = rows(12, 60, () => random.normal());
    const [at80, at95] = measureCoverage(errors, [80, 95]);
    expect(at80).toBeGreaterThan(0.77);
    expect(at80).toBeLessThan(0.88);
    expect(at95).toBeGreaterThan(0.93);
    expect(measureCoverage(errors.slice(0, 1), [80])[0]).toBeNaN();
  });
});

describe('guessErrors', () => {
  it('expects a random walk', () => {
    const model = guessErrors(Float64Array.of(0, 1, 0, 1), 4);
    expect([...model.scale]).toEqual([1, Math.sqrt(2), Math.sqrt(3), 2]);
    expect(unitQuantile(model, 0.9)).toBeGreaterThan(1);
  });
});
