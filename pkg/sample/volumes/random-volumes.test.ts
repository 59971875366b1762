import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../series.ts';
import { randomVolumes } from './random-volumes.ts';

const anchorMs = Date.UTC(2026, 10, 24, 9, 30);
const SEEDS = [1, 77, 20261124];

describe.each(SEEDS)('randomVolumes with seed %i', (seed) => {
  const volumes = randomVolumes({ seed, count: 32, anchorMs });

  it('gives the same volumes again, and others for another seed', () => {
    const [again, other] = [
      randomVolumes({ seed, count: 32, anchorMs }),
      randomVolumes({ seed: seed + 1, count: 32, anchorMs }),
    ];
    const at = (list: typeof volumes) => list.map((one) => [one.name, one.crossingMs, one.value(anchorMs - DAY)]);
    expect(at(again)).toEqual(at(volumes));
    expect(at(other)).not.toEqual(at(volumes));
  });

  it('lets half of them fill within the asked days, and a quarter be sawtooths', () => {
    const crossings = volumes.flatMap((one) => (one.crossingMs === undefined ? [] : [one.crossingMs]));
    expect(crossings).toHaveLength(16);
    for (const crossing of crossings) {
      expect((crossing - anchorMs) / DAY).toBeGreaterThan(0);
      expect((crossing - anchorMs) / DAY).toBeLessThan(7);
    }
    expect(volumes.filter((one) => one.shape.endsWith('sawtooth'))).toHaveLength(8);
    expect(new Set(volumes.map((one) => one.shape)).size).toBe(7);
    expect(new Set(volumes.map((one) => one.name)).size).toBe(32);
  });

  it('keeps the history below the capacity and the values sane', () => {
    for (const one of volumes) {
      for (let t = anchorMs - 35 * DAY; t <= anchorMs; t += 3 * HOUR) {
        expect(one.value(t)).toBeGreaterThan(0);
        expect(one.value(t)).toBeLessThan(one.capacityBytes);
      }
    }
  });

  it('tells the truth: below the capacity before the crossing, at it afterwards', () => {
    for (const { crossingMs, value, capacityBytes } of volumes) {
      if (crossingMs === undefined) {
        continue;
      }
      expect(value(crossingMs)).toBe(capacityBytes);
      for (let t = crossingMs - MINUTE; t > anchorMs; t -= HOUR) {
        expect(value(t)).toBeLessThan(capacityBytes);
      }
    }
  });
});

describe('randomVolumes', () => {
  it('plans crossings as asked', () => {
    const volumes = randomVolumes({ seed: 5, count: 40, anchorMs, crossingDays: { min: 10, max: 12 } });
    const days = volumes.flatMap((one) => (one.crossingMs === undefined ? [] : [(one.crossingMs - anchorMs) / DAY]));
    expect(days).toHaveLength(20);
    expect(Math.min(...days)).toBeGreaterThan(8);
    expect(Math.max(...days)).toBeLessThan(12.5);
  });
});
