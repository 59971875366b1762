import { describe, expect, it } from 'vitest';
import { minimiseSimplex } from './nelder-mead.ts';

const box = { lower: [-5, -5], upper: [5, 5], size: 0.1, evaluations: 600, tolerance: 1e-14 };

describe('minimiseSimplex', () => {
  it('finds the bottom of the valley of Rosenbrock (1960)', () => {
    const { point, value } = minimiseSimplex(([x = 0, y = 0]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2, {
      ...box,
      start: [-1.2, 1],
    });
    expect(value).toBeLessThan(1e-10);
    expect(point[0]).toBeCloseTo(1, 4);
    expect(point[1]).toBeCloseTo(1, 4);
  });

  it('stays within the box and takes NaN for infinity', () => {
    const { point } = minimiseSimplex(([x = 0, y = 0]) => (x > 4 ? NaN : -x + (y + 9) ** 2), {
      ...box,
      start: [0, 0],
    });
    expect(point[0]).toBeCloseTo(4, 3);
    expect(point[1]).toBe(-5);
  });

  it('keeps to its number of evaluations and ends at once where all is equal', () => {
    let count = 0;
    minimiseSimplex(([x = 0, y = 0]) => (count++, Math.abs(x - 1) + Math.abs(y - 2)), {
      ...box,
      start: [0, 0],
      evaluations: 20,
    });
    expect(count).toBeLessThanOrEqual(24);
    count = 0;
    minimiseSimplex(() => (count++, 7), { ...box, start: [0, 0] });
    expect(count).toBe(3);
  });
});
