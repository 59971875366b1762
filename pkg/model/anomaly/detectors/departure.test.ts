import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../stats/random.ts';
import { score } from '../score.ts';

const SEED = Number(process.env['HEADROOM_SEED'] ?? 20_261_124);
const STEP = 300_000;
const DAY = 86_400_000 / STEP;
const HOUR = DAY / 24;

type Shape = (value: number, i: number) => number;

/** Four weeks of a load with a strong rhythm, its noise in proportion. */
function load(change: Shape = (value) => value): Float64Array {
  const random = seededRandom(SEED);
  return Float64Array.from({ length: 28 * DAY }, (_, i) => {
    const rhythm = 1 + 0.6 * Math.sin((2 * Math.PI * i) / DAY);
    return change(0.2 * rhythm * Math.exp(0.08 * random.normal()), i);
  });
}

function distances(values: Float64Array): Float64Array {
  const options = { seasons: [DAY, 7 * DAY], levels: [], baseline: 'seasonal' as const, seed: 1, shifts: undefined };
  return score({ startMs: 0, stepMs: STEP, values }, { ...options, detectors: ['departure'] }).raw.get('departure')!;
}

const times =
  (factor: number, ...starts: readonly number[]): Shape =>
  (value, i) =>
    starts.some((start) => i >= start && i < start + 2 * HOUR) ? factor * value : value;
const median = (values: Float64Array): number => values.slice().sort()[values.length >> 1]!;

describe('departure', () => {
  it('finds the fourth incident like the first: incidents are not learned', () => {
    const starts = [14.3, 17.6, 20.4, 24.5].map((day) => Math.round(day * DAY));
    const found = distances(load(times(2.5, ...starts)));
    const sizes = starts.map((start) => median(found.subarray(start, start + 2 * HOUR)));
    expect(Math.min(...sizes)).toBeGreaterThan(8);
    expect(sizes[3]! / sizes[0]!).toBeGreaterThan(0.8);
  });

  it('takes what comes at the same time of day or of week for habit', () => {
    const nightly = Array.from({ length: 8 }, (_, k) => (20 + k) * DAY + 2 * HOUR);
    const ofNights = distances(load(times(3, ...nightly)));
    expect(median(ofNights.subarray(nightly[0], nightly[0]! + 2 * HOUR))).toBeGreaterThan(8);
    for (const start of nightly.slice(1)) {
      expect(median(ofNights.subarray(start, start + 2 * HOUR))).toBeLessThan(4);
    }
    const weekly = [6, 13, 20, 27].map((day) => day * DAY + 4 * HOUR);
    const ofWeeks = distances(load(times(3, ...weekly)));
    expect(median(ofWeeks.subarray(weekly[0], weekly[0]! + 2 * HOUR))).toBeGreaterThan(8);
    for (const start of weekly.slice(1)) {
      expect(median(ofWeeks.subarray(start, start + 2 * HOUR))).toBeLessThan(4);
    }
  });

  it('does not take an incident a week ago for a habit where the week before shows none', () => {
    const incidents = [13, 20].map((day) => day * DAY + 4 * HOUR);
    const found = distances(load(times(3, ...incidents)));
    for (const start of incidents) {
      expect(median(found.subarray(start, start + 2 * HOUR))).toBeGreaterThan(8);
    }
  });

  it('calls a level that has lasted for a day the new habit', () => {
    const change = 20 * DAY;
    const found = distances(load((value, i) => (i >= change ? 2.5 * value : value)));
    expect(median(found.subarray(change, change + HOUR))).toBeGreaterThan(8);
    expect(median(found.subarray(change + DAY + HOUR, change + 2 * DAY))).toBeLessThan(4);
    expect(median(found.subarray(change + 4 * DAY, change + 5 * DAY))).toBeLessThan(2);
  });

  it('finds at night what is as many times the usual as by day', () => {
    const day = Math.round(18.25 * DAY);
    const night = Math.round(20.75 * DAY);
    const found = distances(load(times(0.4, day, night)));
    const [byDay, byNight] = [day, night].map((start) => median(found.subarray(start, start + 2 * HOUR)));
    expect(byDay! / byNight!).toBeGreaterThan(0.7);
    expect(byDay! / byNight!).toBeLessThan(1.4);
  });

  it('is not blind where a series stands at zero now and then, so that ratios and differences take turns', () => {
    const random = seededRandom(SEED);
    const resting = load((value) => (random.uniform() < 0.05 ? 0 : value));
    let [longest, zeros] = [0, 0];
    for (const one of distances(resting).subarray(14 * DAY)) {
      zeros = one === 0 ? zeros + 1 : 0;
      longest = Math.max(longest, zeros);
    }
    // Some samples are no farther off than yesterday's; dozens in a row would mean that nothing is known.
    expect(longest).toBeLessThan(20);
  });

  it('works on series that cross zero or mostly stand at it', () => {
    const random = seededRandom(SEED);
    const around = Float64Array.from({ length: 10 * DAY }, () => random.normal());
    around.fill(12, 9 * DAY, 9 * DAY + 6);
    expect(median(distances(around).subarray(9 * DAY, 9 * DAY + 6))).toBeGreaterThan(8);
    const idle = Float64Array.from({ length: 10 * DAY }, () => (random.uniform() < 0.02 ? 1 : 0));
    expect(distances(idle).every((one) => one >= 0 && Number.isFinite(one))).toBe(true);
  });
});
