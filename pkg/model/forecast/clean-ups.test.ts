import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { hasCleanUps } from './clean-ups.ts';

const random = seededRandom(17);
const noisy = (signal: (t: number) => number): Float64Array =>
  Float64Array.from({ length: 500 }, (_, t) => signal(t) + 0.1 * random.normal());

describe('hasCleanUps', () => {
  it('recognises ramps that fall back at irregular times', () => {
    const times = [90, 210, 260, 400];
    expect(hasCleanUps(noisy((t) => 0.1 * (t - (times.findLast((at) => at <= t) ?? 0))))).toBe(true);
  });

  it('is not alarmed by one fall, by noise, by growth or by rises', () => {
    expect(hasCleanUps(noisy((t) => 0.1 * t - (t > 300 ? 20 : 0)))).toBe(false);
    expect(hasCleanUps(noisy(() => 0))).toBe(false);
    expect(hasCleanUps(noisy((t) => 0.1 * t))).toBe(false);
    expect(hasCleanUps(noisy((t) => 10 * Math.floor(t / 100)))).toBe(false);
    expect(hasCleanUps(new Float64Array(2))).toBe(false);
  });
});
