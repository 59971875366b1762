import { describe, expect, it } from 'vitest';
import { minimiseScalar } from './minimise-scalar.ts';

describe('minimiseScalar', () => {
  it('finds the bottom of a valley between the places', () => {
    const { at, value } = minimiseScalar((x) => (x - 0.3) ** 2 + 1, [0, 0.5, 1], 40);
    expect(at).toBeCloseTo(0.3, 6);
    expect(value).toBeCloseTo(1, 12);
  });

  it('stays at an end where the function falls towards it, and takes NaN for infinity', () => {
    expect(minimiseScalar((x) => x, [1, 2, 3], 10)).toEqual({ at: 1, value: 1 });
    expect(minimiseScalar((x) => (x > 1.5 ? NaN : -x), [1, 2], 60).at).toBeCloseTo(1.5, 6);
    expect(minimiseScalar((x) => x, [7], 10)).toEqual({ at: 7, value: 7 });
  });
});
