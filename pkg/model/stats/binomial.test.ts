import { describe, expect, it } from 'vitest';
import { binomialCdf } from './binomial.ts';

describe('binomialCdf', () => {
  // Reference: exact sums of Python's fractions.Fraction and math.comb.
  it.each([
    [7, 10, 0.8, 0.3222004736],
    [104, 143, 0.8, 0.02212017346873518],
    [0, 20, 0.95, 9.5367431640625e-27],
    [470, 500, 0.95, 0.1764707426567138],
    [610, 1000, 0.5, 0.9999999999988666],
    [1, 2, 0.25, 0.9375],
  ])('of %i hits in %i at %f', (hits, trials, probability, expected) => {
    const found = binomialCdf(hits, trials, probability);
    expect(Math.abs(found / expected - 1)).toBeLessThan(1e-11);
  });

  it('is 0 below no hits and 1 from all on', () => {
    expect([binomialCdf(-1, 5, 0.3), binomialCdf(5, 5, 0.3), binomialCdf(0, 0, 0.3)]).toEqual([0, 1, 1]);
  });
});
