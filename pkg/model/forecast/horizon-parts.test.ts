import { describe, expect, it } from 'vitest';
import { horizonParts } from './horizon-parts.ts';

describe('horizonParts', () => {
  it('has a beginning, a middle at a third and an end', () => {
    const [near, middle, far] = horizonParts(31);
    expect([near![0], middle![10], far![30]]).toEqual([1, 1, 1]);
    expect([near![5], middle![5], far![5]]).toEqual([0.5, 0.5, 0]);
    expect([near![20], middle![20], far![20]]).toEqual([0, 0.5, 0.5]);
  });

  it('shares out every step of every horizon completely', () => {
    for (let horizon = 1; horizon < 200; horizon++) {
      const parts = horizonParts(horizon);
      for (let step = 0; step < horizon; step++) {
        const shares = parts.map((part) => part[step]!);
        expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      }
    }
    expect([1, 2, 3, 5, 6].map((horizon) => horizonParts(horizon).length)).toEqual([1, 1, 2, 2, 3]);
  });
});
