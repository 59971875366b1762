import { describe, expect, it } from 'vitest';
import { baselineRule } from './baseline.ts';
import { RollingMoments } from './rolling-moments.ts';
import { MAD_TO_SD, SortedWindow } from './sorted-window.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { seededRandom } from '../stats/random.ts';
import type { BaselineKind } from './types.ts';

const WINDOW = 25;
const GAPS = new Set([7, 8, 63]);

/** A wave with a sawtooth, spikes and gaps; three decimals, so that numpy has the very same values. */
const values = Array.from({ length: 120 }, (_, i) => {
  const spike = [40, 41, 90].includes(i) ? 60 : 0;
  const value = 100 + 20 * Math.sin(i / 5) + ((i * 37) % 11) - ((i * 53) % 7) * 1.7 + spike;
  return GAPS.has(i) ? NaN : Math.round(value * 1_000) / 1_000;
});

/**
 * pandas 3.1.1: `f = s.dropna()`, `f.rolling(25, min_periods=1)`: mean(), std(), median(), median absolute deviation by
 * apply(), quantile(q); the value at the last finite sample before the index.
 */
const pandas = {
  20: {
    ...{ mean: 106.74888888888889, sd: 9.887854700346454, median: 107.50450000000001, mad: 7.043999999999997 },
    ...{ p1: 87.70342, p5: 88.2651, p10: 92.1417, p90: 116.1687, p95: 117.29965, p99: 120.08153 },
  },
  45: {
    ...{ mean: 105.33095999999999, sd: 27.233016416169054, median: 102.712, mad: 15.858999999999995 },
    ...{ p1: 74.87912, p5: 77.3892, p10: 78.884, p90: 121.2204, p95: 164.72439999999983, p99: 181.76427999999999 },
  },
  66: {
    ...{ mean: 100.94304, sd: 26.829755882353204, median: 94.869, mad: 12.025999999999996 },
    ...{ p1: 75.44744, p5: 77.9736, p10: 81.738, p90: 118.0104, p95: 164.48799999999983, p99: 181.76427999999999 },
  },
  95: {
    ...{ mean: 99.41584, sd: 18.334409966144708, median: 92.509, mad: 11.953000000000003 },
    ...{ p1: 76.73608, p5: 77.82780000000001, p10: 79.7214, p90: 122.2834, p95: 124.3226, p99: 142.34367999999995 },
  },
  119: {
    ...{ mean: 103.15848, sd: 14.828196505082222, median: 106.666, mad: 12.350000000000009 },
    ...{
      p1: 76.98216,
      p5: 80.469,
      p10: 83.08699999999999,
      p90: 120.1138,
      p95: 120.62299999999999,
      p99: 122.03511999999999,
    },
  },
};

/** Standard normal quantile at 97.5 %, by scipy.stats.norm.ppf. */
const NORMAL_975 = 1.959963984540054;

function ruleAt(kind: BaselineKind, index: number) {
  const rule = baselineRule(kind, WINDOW, { expected: () => NaN, errors: () => new SortedWindow(1) });
  values.slice(0, index).forEach((value) => {
    if (!Number.isNaN(value)) {
      rule.learn(value);
    }
  });
  const band = (level: number) => {
    const { below, above } = rule.band(level);
    return [rule.expected() + below, rule.expected() + above];
  };
  return { expected: rule.expected(), scale: rule.scale(), band };
}

describe('rolling baselines against pandas', () => {
  describe.each(Object.entries(pandas))('at %s', (index, reference) => {
    it('mean and standard deviation', () => {
      const { expected, scale, band } = ruleAt('mean', Number(index));
      expect(expected).toBeCloseTo(reference.mean, 9);
      expect(scale).toBeCloseTo(reference.sd, 9);
      expect(band(95)[1]).toBeCloseTo(reference.mean + NORMAL_975 * reference.sd, 9);
    });

    it('median and MAD', () => {
      const { expected, scale, band } = ruleAt('median', Number(index));
      expect(expected).toBeCloseTo(reference.median, 9);
      expect(scale).toBeCloseTo(reference.mad * MAD_TO_SD, 9);
      expect(band(95)[0]).toBeCloseTo(reference.median - NORMAL_975 * MAD_TO_SD * reference.mad, 9);
    });

    it('percentiles', () => {
      const { expected, band } = ruleAt('percentiles', Number(index));
      expect(expected).toBeCloseTo(reference.median, 9);
      const { p1, p5, p10, p90, p95, p99 } = reference;
      const wanted: [number, number[]][] = [
        [98, [p1, p99]],
        [90, [p5, p95]],
        [80, [p10, p90]],
      ];
      for (const [level, bounds] of wanted) {
        band(level).forEach((bound, i) => expect(bound).toBeCloseTo(bounds[i]!, 9));
      }
    });
  });
});

describe('SortedWindow', () => {
  it('is the sorted tail of what came, with its median and MAD, whatever the window and ties', () => {
    const random = seededRandom(5);
    for (const capacity of [1, 2, 7, 64, 65, 200]) {
      const window = new SortedWindow(capacity);
      const all: number[] = [];
      for (let i = 0; i < 300; i++) {
        all.push(i % 3 === 0 ? Math.round(3 * random.normal()) + 0 : random.normal());
        window.push(all.at(-1)!);
        const tail = all.slice(-capacity).sort((a, b) => a - b);
        expect([...window.values()]).toEqual(tail);
        const median = quantileOfSorted(tail, 0.5);
        const distances = tail.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
        expect(window.mad()).toBeCloseTo(quantileOfSorted(distances, 0.5), 12);
      }
    }
  });
});

describe('RollingMoments', () => {
  it('keeps its digits on a high level and over a long stream', () => {
    const moments = new RollingMoments(50);
    const random = seededRandom(6);
    const all = Array.from({ length: 20_011 }, (_, i) => 1e9 + (i < 10_000 ? 1e6 : 1) * random.normal());
    all.forEach((value) => moments.push(value));
    const tail = all.slice(-50);
    const mean = tail.reduce((sum, value) => sum + (value - 1e9), 0) / 50;
    const squares = tail.reduce((sum, value) => sum + (value - 1e9 - mean) ** 2, 0);
    expect(moments.mean() - 1e9).toBeCloseTo(mean, 6);
    expect(moments.sd()).toBeCloseTo(Math.sqrt(squares / 49), 6);
  });
});
