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

  it('sees none in the spikes, decaying bursts and batches of a load', () => {
    const now = (share: number): boolean => random.uniform() < share;
    for (let run = 0; run < 20; run++) {
      expect(hasCleanUps(noisy(() => (now(0.03) ? 2 + 2 * random.uniform() : 0)))).toBe(false);
      let burst = 0;
      expect(hasCleanUps(noisy(() => (burst = 0.5 * burst + (now(0.03) ? 3 : 0))))).toBe(false);
      const batches = noisy(() => 0);
      for (let t = 20; t < 480; t += 30 + Math.floor(40 * random.uniform())) {
        batches.subarray(t, t + 8).fill(3);
      }
      expect(hasCleanUps(batches)).toBe(false);
    }
  });

  it('sees them in what grows slowly and is emptied, whenever that happens', () => {
    for (let run = 0; run < 20; run++) {
      let level = 0;
      let full = 10;
      const volume = noisy(() => {
        level += 0.2 * random.uniform();
        if (level > full) {
          level = 0;
          full = 8 + 4 * random.uniform();
        }
        return level;
      });
      expect(hasCleanUps(volume)).toBe(true);
    }
  });
});
