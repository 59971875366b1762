import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { NoiseShape } from './noise-shape.ts';

const SEED = Number(process.env['HEADROOM_SEED'] ?? 20_261_124);

/** Whether noise is taken to grow with the level after as many samples, by day around 10 and by night around 1. */
function grows(noise: (usual: number, chance: number) => number, samples = 2_000): boolean {
  const shape = new NoiseShape(1_000);
  const random = seededRandom(SEED);
  for (let i = 0; i < samples; i++) {
    const usual = i % 100 < 50 ? 10 : 1;
    shape.learn(noise(usual, random.normal()), usual, 5);
  }
  return shape.growsWithLevel;
}

describe('NoiseShape', () => {
  it('tells noise in proportion to the level from noise that stays', () => {
    expect(grows((usual, chance) => usual * Math.exp(0.1 * chance))).toBe(true);
    expect(grows((usual, chance) => usual + 0.1 * chance)).toBe(false);
  });

  it('takes noise to be in proportion until it knows enough', () => {
    expect(grows((usual, chance) => usual + 0.1 * chance, 120)).toBe(true);
  });

  it('does not waver where both kinds are much the same, and looks at positive values alone', () => {
    expect(grows((usual, chance) => usual + 0.3 * Math.sqrt(usual) * chance)).toBe(true);
    expect(grows(() => 0)).toBe(true);
  });
});
