import { finish } from '#model/stats/stepwise.ts';
import { describe, expect, it } from 'vitest';
import { solve } from './solve.ts';

const MINUTE = 60_000;
const LENGTH = 1_500;
const SPIKE = 1_400;

/** A noisy level from a fixed generator, with one spike. */
function values(spike: number): Float64Array {
  let state = 7;
  return Float64Array.from({ length: LENGTH }, (_, i) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return 10 + state / 2_147_483_648 + (i >= SPIKE && i < SPIKE + 5 ? spike : 0);
  });
}

const task = (numbers: Float64Array) => ({
  name: 'checkout',
  labels: {},
  history: { startMs: 0, stepMs: MINUTE, values: numbers },
  direction: 'both' as const,
  threshold: 'warning' as const,
  timeZone: 'UTC',
});

describe('solve', () => {
  it('finds a spike where it is, with band, score and reason, all of it as JSON', () => {
    const judged = finish(solve(task(values(30))));
    const hit = judged.anomalies.find(({ startMs, endMs }) => startMs <= SPIKE * MINUTE && endMs >= SPIKE * MINUTE);
    expect(hit?.direction).toBe('up');
    expect(hit?.peak.upper).toBeLessThan(12);
    expect(hit?.evidence.length).toBeGreaterThan(0);
    expect(judged.score).toHaveLength(LENGTH);
    expect(judged.bands.map(({ level }) => level)).toEqual([95, 99]);
    expect(JSON.parse(JSON.stringify(judged))).toEqual(judged);
  });

  it('finds no such thing below when only above is wanted', () => {
    const judged = finish(solve({ ...task(values(-9)), direction: 'up' }));
    expect(judged.anomalies.filter(({ direction }) => direction === 'down')).toEqual([]);
  });

  it('draws no band below zero around what never was negative', () => {
    const small = values(0).map((value) => (value - 10) ** 8);
    const judged = finish(solve(task(small)));
    const lower = judged.bands.flatMap((band) => band.lower).filter((value) => value !== null);
    expect(lower.length).toBeGreaterThan(LENGTH);
    expect(Math.min(...lower)).toBe(0);
  });

  it('says why a short series cannot be judged', () => {
    const judged = finish(solve(task(new Float64Array([1, 2, 3]))));
    expect(judged.missing?.reason).toBeTruthy();
    expect(judged.values).toEqual([1, 2, 3]);
  });
});
