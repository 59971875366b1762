import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { looksLikeCounter } from './counter.ts';

const random = seededRandom(11);
const noise = Float64Array.from({ length: 200 }, () => random.uniform());

function accumulate(restartEvery: number, keep: number): Float64Array {
  let total = 0;
  return noise.map((step, t) => {
    total = t > 0 && t % restartEvery === 0 ? keep * total + step : total + step;
    return total;
  });
}

describe('looksLikeCounter', () => {
  it('recognises a counter that restarts from zero, also with gaps', () => {
    const counter = accumulate(70, 0);
    expect(looksLikeCounter(counter)).toBe(true);
    expect(looksLikeCounter(counter.map((value, t) => (t % 9 === 0 ? NaN : value)))).toBe(true);
  });

  it('does not take a volume that is cleaned up, or only grows, for a counter', () => {
    expect(looksLikeCounter(accumulate(70, 0.4))).toBe(false);
    expect(looksLikeCounter(accumulate(1_000, 0))).toBe(false);
  });

  it('does not take noise, negative values or few values for a counter', () => {
    expect(looksLikeCounter(noise)).toBe(false);
    expect(looksLikeCounter(accumulate(70, 0).map((value) => value - 50))).toBe(false);
    expect(looksLikeCounter(accumulate(7, 0).subarray(0, 15))).toBe(false);
  });
});
