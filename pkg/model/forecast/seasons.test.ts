import { describe, expect, it } from 'vitest';
import { seededRandom } from '../stats/random.ts';
import { detectSeasons } from './seasons.ts';

const HOUR = 3_600_000;
const random = seededRandom(5);
const wave = (period: number) => (t: number) => Math.sin((2 * Math.PI * t) / period);
const noisy = (length: number, signal: (t: number) => number, noise = 0.3): Float64Array =>
  Float64Array.from({ length }, (_, t) => signal(t) + noise * random.normal());

describe('detectSeasons', () => {
  it('finds the day exactly, in hours and in five minutes', () => {
    expect(detectSeasons(noisy(720, wave(24)), HOUR)).toEqual([24]);
    expect(detectSeasons(noisy(2_880, wave(288)), HOUR / 12)).toEqual([288]);
  });

  it('finds day and week, stronger first', () => {
    const signal = (t: number): number => 2 * wave(24)(t) + (Math.floor(t / 24) % 7 < 5 ? 1 : -1);
    expect(detectSeasons(noisy(1_008, signal), HOUR)).toEqual([24, 168]);
  });

  it('finds a period that no calendar knows, and does not round it to a day', () => {
    for (const period of [17, 23, 25, 37, 50]) {
      expect(detectSeasons(noisy(720, wave(period)), HOUR)).toEqual([period]);
    }
  });

  it('finds the period of a sawtooth and of a batch job, not their harmonics', () => {
    expect(
      detectSeasons(
        noisy(720, (t) => (t % 41) / 10),
        HOUR
      )
    ).toEqual([41]);
    expect(
      detectSeasons(
        noisy(720, (t) => (t % 24 === 3 ? 5 : 0)),
        HOUR
      )
    ).toEqual([24]);
  });

  it('sees the season of a growing series', () => {
    expect(
      detectSeasons(
        noisy(720, (t) => 0.1 * t + wave(24)(t)),
        HOUR
      )
    ).toEqual([24]);
  });

  it('finds nothing in noise, a line, a random walk, a constant or a single spike', () => {
    let level = 0;
    const walk = Float64Array.from({ length: 720 }, () => (level += random.normal()));
    const spike = Float64Array.from({ length: 720 }, (_, t) => (t === 300 ? 1_000 : 0));
    for (const values of [noisy(720, () => 0), noisy(720, (t) => t, 0), walk, new Float64Array(720).fill(3), spike]) {
      expect(detectSeasons(values, HOUR)).toEqual([]);
    }
  });

  it('needs two cycles', () => {
    expect(detectSeasons(noisy(40, wave(24), 0.05), HOUR)).toEqual([]);
    expect(detectSeasons(new Float64Array(3), HOUR)).toEqual([]);
  });
});
