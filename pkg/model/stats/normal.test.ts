import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from './normal.ts';

describe('normal distribution', () => {
  // Values of Python's statistics.NormalDist (3.11).
  it.each([
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400538],
    [0.1, -1.2815515655446006],
    [0.5, 0],
    [0.9, 1.2815515655446006],
    [0.999, 3.090232306167813],
  ])('has the %f quantile %f', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 10);
    expect(normalCdf(z)).toBeCloseTo(p, 12);
  });

  it('is defined at the ends and nowhere beyond', () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(1.1)).toBeNaN();
    expect(normalCdf(NaN)).toBeNaN();
    expect(normalCdf(-40)).toBeLessThan(1e-300);
  });
});
