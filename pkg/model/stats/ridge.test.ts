import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.ts';
import { factorise, solveRidge } from './ridge.ts';

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

/** The textbook's row by row factorisation. */
function choleskyByRows(gram: Float64Array, penalty: Float64Array): Float64Array {
  const size = penalty.length;
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < j; k++) {
        sum += factor[i * size + k]! * factor[j * size + k]!;
      }
      const pivot = factor[j * size + j]!;
      const diagonal = gram[i * size + i]! + penalty[i]!;
      if (j < i) {
        factor[i * size + j] = pivot === 0 ? 0 : (gram[i * size + j]! - sum) / pivot;
      } else {
        factor[i * size + i] = diagonal - sum > 1e-11 * diagonal ? Math.sqrt(diagonal - sum) : 0;
      }
    }
  }
  return factor;
}

/** Lower triangle of the products of random columns; `twin`: a column that is the one before once more. */
function randomGram(size: number, twin?: number): Float64Array {
  const random = seededRandom(size);
  const columns = Array.from({ length: size }, () => Float64Array.from({ length: 2 * size }, () => random.normal()));
  if (twin !== undefined) {
    columns[twin] = columns[twin - 1]!;
  }
  const gram = new Float64Array(size * size);
  columns.forEach((a, i) =>
    columns.slice(0, i + 1).forEach((b, j) => (gram[i * size + j] = a.reduce((sum, x, t) => sum + x * b[t]!, 0)))
  );
  return gram;
}

describe('factorise', () => {
  it.each([
    [4, undefined],
    [8, undefined],
    [11, undefined],
    [21, undefined],
    [21, 5],
    [21, 6],
    [21, 20],
  ])('gives the factor of %i columns (twin: %s) as one row after the other does, to the last bit', (size, twin) => {
    const gram = randomGram(size, twin);
    const penalty = new Float64Array(size);
    const expected = choleskyByRows(gram, penalty);
    const factor = factorise(gram, penalty);
    expect([...factor]).toEqual([...expected]);
    expect(factor.filter((_, i) => i % (size + 1) === 0 && factor[i] === 0)).toHaveLength(twin === undefined ? 0 : 1);
  });

  it('may write over what it factorises', () => {
    const gram = randomGram(13);
    const penalty = new Float64Array(13).fill(0.1);
    const expected = factorise(gram.slice(), penalty);
    expect([...factorise(gram, penalty, gram)]).toEqual([...expected]);
  });
});
