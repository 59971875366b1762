import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';

const draw = (seed: number, count: number, kind: 'uniform' | 'normal'): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random[kind]());
};
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('seededRandom', () => {
  it('repeats itself for one seed and differs for another', () => {
    expect(draw(7, 5, 'uniform')).toEqual(draw(7, 5, 'uniform'));
    expect(draw(7, 5, 'uniform')).not.toEqual(draw(8, 5, 'uniform'));
  });

  it('is uniform in [0, 1)', () => {
    const values = draw(1, 20_000, 'uniform');
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
  });

  it('is standard normal', () => {
    const values = draw(2, 20_000, 'normal');
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(values.map((value) => value ** 4))).toBeCloseTo(3, 0);
  });

  it('has no memory from one draw to the next', () => {
    const values = draw(3, 20_000, 'normal');
    expect(Math.abs(mean(values.slice(1).map((value, i) => value * values[i]!)))).toBeLessThan(0.03);
  });
});
