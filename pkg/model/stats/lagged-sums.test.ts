import { describe, expect, it } from 'vitest';
import { laggedSums } from './lagged-sums.ts';
import { seededRandom } from './random.ts';

describe('laggedSums', () => {
  it.each([1, 3, 4, 5, 9])('gives the same %i sums as one loop a lag, to the last bit', (count) => {
    const random = seededRandom(count);
    const a = Float64Array.from({ length: 60 }, () => random.normal());
    const b = Float64Array.from({ length: 60 }, () => random.normal());
    const [lagA, lagB, start] = [2, 3, 3 + count];
    const expected = Array.from({ length: count }, (_, i) => {
      let sum = 0;
      for (let t = start; t < a.length; t++) {
        sum += a[t - lagA]! * b[t - lagB - i]!;
      }
      return sum;
    });
    expect([...laggedSums(a, lagA, b, lagB, count, start)]).toEqual(expected);
  });

  it('sums nothing when it starts at the end', () => {
    expect([...laggedSums(Float64Array.of(1, 2, 3), 0, Float64Array.of(1, 2, 3), 0, 2, 3)]).toEqual([0, 0]);
  });
});
