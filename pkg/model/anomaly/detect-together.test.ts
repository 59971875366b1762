import { describe, expect, it } from 'vitest';
import type { RegularSeries } from '../series/regular-series.ts';
import { seededRandom } from '../stats/random.ts';
import { detectTogether } from './detect-together.ts';
import type { GroupDetection } from './types.ts';

const STEP = 60_000;
const COUNT = 3_000;
const EVENT = 2_400;

/** Eight metrics of a machine; an event moves some of them a little. */
function machine(change: (value: number, i: number, k: number) => number): RegularSeries[] {
  const random = seededRandom(11);
  return Array.from({ length: 8 }, (_, k) => ({
    startMs: 0,
    stepMs: STEP,
    values: Float64Array.from({ length: COUNT }, (__, i) => change(10 * k + random.normal(), i, k)),
  }));
}

function found(series: RegularSeries[]): GroupDetection {
  const outcome = detectTogether({ series });
  if (outcome.kind !== 'detection') {
    throw new Error(outcome.reason);
  }
  return outcome;
}

const rankOf = (scores: Float64Array, from: number, to: number): number => {
  const peak = Math.max(...scores.subarray(from, to));
  return scores.filter((one, i) => i > 500 && (i < from || i >= to) && one >= peak).length;
};

describe('detectTogether', () => {
  it('finds one series far off and tells which', () => {
    const event = (value: number, i: number, k: number) =>
      k === 5 && i >= EVENT && i < EVENT + 10 ? value + 25 : value;
    const { anomalous, loudest, score } = found(machine(event));
    expect(anomalous[EVENT]).toBe(1);
    expect(loudest[EVENT]).toBe(5);
    expect(rankOf(score, EVENT, EVENT + 10)).toBe(0);
  });

  it('finds many series slightly off, each of which alone is nothing much', () => {
    const event = (value: number, i: number) => (i >= EVENT && i < EVENT + 10 ? value + 3 : value);
    expect(rankOf(found(machine(event)).score, EVENT, EVENT + 10)).toBe(0);
  });

  it('is causal, within 0 and 100, and 0 where all are missing', () => {
    const gap = (value: number, i: number) => (i >= 1_000 && i < 1_100 ? NaN : value);
    const whole = found(machine(gap));
    const changed = found(machine((value, i, k) => (i >= EVENT ? 99 * value - k : gap(value, i))));
    for (const field of ['score', 'suspicion', 'anomalous', 'loudest'] as const) {
      expect(changed[field].subarray(0, EVENT)).toEqual(whole[field].subarray(0, EVENT));
    }
    expect(whole.suspicion.every((one) => one >= 0 && one <= 100)).toBe(true);
    expect(whole.score.subarray(1_000, 1_100)).toEqual(new Float64Array(100));
  });

  it('takes a series without any sample as quiet, and says when all are empty', () => {
    const some = machine((value, _, k) => (k === 2 ? NaN : value));
    expect(found(some).score.every((one) => one >= 0)).toBe(true);
    expect(detectTogether({ series: machine(() => NaN) })).toMatchObject({ kind: 'no-data' });
    expect(detectTogether({ series: [] })).toMatchObject({ kind: 'no-data' });
    const [first, ...rest] = machine((value) => value);
    expect(() => detectTogether({ series: [{ ...first!, startMs: 1 }, ...rest] })).toThrow(RangeError);
  });
});
