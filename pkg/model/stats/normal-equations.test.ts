import { describe, expect, it } from 'vitest';
import { addWeightedRows } from './normal-equations.ts';
import { seededRandom } from './random.ts';

describe('addWeightedRows', () => {
  it.each([
    [3, true],
    [4, false],
    [11, true],
    [11, false],
  ])(
    'adds %i rows (weighted: %s) to the same sums as one row after the other, to the last bit',
    (count, isWeighted) => {
      const random = seededRandom(count);
      const draw = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());
      const width = 3;
      const [rows, targets] = [draw(count * width), draw(count)];
      const weights = isWeighted ? draw(count).map(Math.abs) : undefined;
      const [gram, rhs] = [new Float64Array(width * width).fill(0.5), new Float64Array(width).fill(0.25)];
      const [expectedGram, expectedRhs] = [gram.slice(), rhs.slice()];
      for (let t = 0; t < count; t++) {
        for (let i = 0; i < width; i++) {
          const x = (weights?.[t] ?? 1) * rows[t * width + i]!;
          expectedRhs[i]! += x * targets[t]!;
          for (let j = 0; j <= i; j++) {
            expectedGram[i * width + j]! += x * rows[t * width + j]!;
          }
        }
      }
      addWeightedRows(rows, targets, weights, gram, rhs);
      expect([...gram]).toEqual([...expectedGram]);
      expect([...rhs]).toEqual([...expectedRhs]);
    }
  );
});
