import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { isOneOff, regimeStart } from './regime.ts';

const random = seededRandom(3);
const noisy = (signal: (t: number) => number): Float64Array =>
  Float64Array.from({ length: 400 }, (_, t) => signal(t) + 0.2 * random.normal());

describe('regimeStart', () => {
  it('finds the latest change of rate', () => {
    const values = noisy((t) => (t < 100 ? 0 : t < 300 ? 0.1 * (t - 100) : 20 + 0.5 * (t - 300)));
    expect(Math.abs(regimeStart(values) - 300)).toBeLessThan(6);
  });

  it('finds a fall of the level', () => {
    expect(regimeStart(noisy((t) => 0.1 * t - (t >= 220 ? 15 : 0)))).toBe(220);
  });

  it('sees no break in noise, a line or a random walk', () => {
    let level = 0;
    expect(regimeStart(noisy(() => 0))).toBe(0);
    expect(regimeStart(noisy((t) => 0.3 * t))).toBe(0);
    expect(regimeStart(Float64Array.from({ length: 400 }, () => (level += random.normal())))).toBe(0);
    expect(regimeStart(new Float64Array(400))).toBe(0);
    expect(regimeStart(new Float64Array(5))).toBe(0);
  });
});

describe('isOneOff', () => {
  it('tells one clean-up from a habit', () => {
    const once = noisy((t) => 0.1 * t - (t >= 300 ? 20 : 0));
    const often = noisy((t) => 0.2 * (t % 100));
    expect(isOneOff(once, 300)).toBe(true);
    expect(isOneOff(often, 300)).toBe(false);
  });
});
