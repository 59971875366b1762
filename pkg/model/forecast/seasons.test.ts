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

  describe('in values that are held or averaged over an hour or a day', () => {
    const hours = (count: number, signal: (t: number) => number): Float64Array => noisy(count, signal, 0.2);
    const held = (values: Float64Array, steps: number) => (t: number) => values[Math.floor(t / steps)]!;
    const daily = (t: number): number => 5 * wave(24)(t);
    const TWO_WEEKS = 14 * 24;

    it('finds the day, not the hour, in hourly averages sampled every ten minutes', () => {
      for (const noise of [0, 0.1]) {
        const values = noisy(6 * TWO_WEEKS, held(hours(TWO_WEEKS, daily), 6), noise);
        expect(detectSeasons(values, HOUR / 6)).toEqual([144]);
      }
    });

    it('finds the day in moving averages and in straight lines between hours', () => {
      const fine = hours(6 * (TWO_WEEKS + 1), (t) => 5 * wave(144)(t));
      const moving = Float64Array.from({ length: 6 * TWO_WEEKS }, (_, t) =>
        fine.subarray(t, t + 6).reduce((sum, value) => sum + value / 6, 0)
      );
      expect(detectSeasons(moving, HOUR / 6)).toEqual([144]);
      const coarse = hours(TWO_WEEKS + 1, daily);
      const lines = Float64Array.from({ length: 6 * TWO_WEEKS }, (_, t) => {
        const hour = Math.floor(t / 6);
        return coarse[hour]! + ((t % 6) / 6) * (coarse[hour + 1]! - coarse[hour]!);
      });
      expect(detectSeasons(lines, HOUR / 6)).toEqual([144]);
    });

    it('finds day and week in hours held for five minutes, and the week in days held for hours', () => {
      const weekdays = (t: number): number => daily(t) + (Math.floor(t / 24) % 7 < 5 ? 3 : 0);
      const weekly = hours(672, weekdays);
      expect(detectSeasons(noisy(12 * 672, held(weekly, 12), 0), HOUR / 12)).toEqual([288, 2_016]);
      const days = hours(84, (t) => 5 * wave(7)(t));
      expect(detectSeasons(noisy(24 * 84, held(days, 24), 0), HOUR)[0]).toBe(168);
    });

    it('still finds a job of every hour', () => {
      const withJob = noisy(6 * TWO_WEEKS, (t) => 4 * wave(144)(t) + (t % 6 === 1 ? 2 : 0));
      expect(detectSeasons(withJob, HOUR / 6)).toEqual([144, 6]);
      const workingHours = (t: number): boolean => Math.floor(t / 12) % 24 >= 8 && Math.floor(t / 12) % 24 < 18;
      const byDay = noisy(12 * TWO_WEEKS, (t) => (t % 12 === 3 && workingHours(t) ? 5 : 0));
      expect(detectSeasons(byDay, HOUR / 12)).toEqual([288, 12]);
    });
  });

  it('finds several seasons of every granularity', () => {
    const weekday = (perDay: number) => (t: number) => (Math.floor(t / perDay) % 7 < 5 ? 1 : -1);
    const fiveMinutes = noisy(28 * 288, (t) => 2 * wave(288)(t) + weekday(288)(t));
    expect(detectSeasons(fiveMinutes, HOUR / 12)).toEqual([288, 2_016]);
    expect(detectSeasons(noisy(180, weekday(1)), 24 * HOUR)).toEqual([7]);
    expect(
      detectSeasons(
        noisy(180, (t) => weekday(1)(t) + wave(30)(t)),
        24 * HOUR
      )
    ).toEqual([7, 30]);
    expect(detectSeasons(noisy(208, wave(52.18)), 168 * HOUR)).toEqual([52]);
  });

  it('sees the season of an amplitude that grows, and of working days alone', () => {
    expect(
      detectSeasons(
        noisy(720, (t) => (t / 300) * wave(24)(t)),
        HOUR
      )
    ).toEqual([24]);
    expect(
      detectSeasons(
        noisy(1_008, (t) => (Math.floor(t / 24) % 7 < 5 ? 2 * wave(24)(t) : 0)),
        HOUR
      )
    ).toEqual([24, 168]);
  });

  it('needs two cycles', () => {
    expect(detectSeasons(noisy(40, wave(24), 0.05), HOUR)).toEqual([]);
    expect(detectSeasons(new Float64Array(3), HOUR)).toEqual([]);
  });
});
