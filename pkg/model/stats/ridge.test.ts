import { describe, expect, it } from 'vitest';
import { solveRidge } from './ridge.ts';

describe('solveRidge', () => {
  it('solves a positive definite system', () => {
    const gram = Float64Array.of(4, 2, 2, 3);
    const x = solveRidge(gram, Float64Array.of(10, 8), new Float64Array(2));
    expect(x[0]).toBeCloseTo(1.75, 12);
    expect(x[1]).toBeCloseTo(1.5, 12);
  });

  it('shrinks with the penalty', () => {
    const x = solveRidge(Float64Array.of(2), Float64Array.of(6), Float64Array.of(4));
    expect(x[0]).toBeCloseTo(1, 12);
  });

  it('drops a column that another one already explains', () => {
    const x = solveRidge(Float64Array.of(1, 1, 1, 1), Float64Array.of(3, 3), new Float64Array(2));
    expect(x[0]).toBeCloseTo(3, 12);
    expect(x[1]).toBe(0);
  });
});
