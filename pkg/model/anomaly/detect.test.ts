import { describe, expect, it } from 'vitest';
import type { RegularSeries } from '../series/regular-series.ts';
import { seededRandom } from '../stats/random.ts';
import { detect } from './detect.ts';
import { DETECTORS, SEVERITIES, type DetectRequest, type Detection } from './types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Monday, 5 January 2026, midnight. */
const START = Date.UTC(2026, 0, 5);
const STEP = 5 * MINUTE;
const PER_DAY = DAY / STEP;
const SEED = Number(process.env['HEADROOM_SEED'] ?? 20_261_124);

/** Three weeks of a daily rhythm with noise. */
function daily(change: (value: number, i: number) => number = (value) => value, days = 21): RegularSeries {
  const random = seededRandom(SEED);
  const values = Float64Array.from({ length: days * PER_DAY }, (_, i) =>
    change(100 + 40 * Math.sin((2 * Math.PI * i) / PER_DAY) + 3 * random.normal(), i)
  );
  return { startMs: START, stepMs: STEP, values };
}

function found(series: RegularSeries, request: Partial<DetectRequest> = {}): Detection {
  const outcome = detect({ series, threshold: 'warning', ...request });
  if (outcome.kind !== 'detection') {
    throw new Error(outcome.reason);
  }
  return outcome;
}

/** Index of the third Wednesday, noon. */
const NOON = 16 * PER_DAY + PER_DAY / 2;
const spike = (value: number, i: number): number => (i >= NOON && i < NOON + 6 ? value + 90 : value);
const after = (series: Detection, index: number) =>
  series.anomalies.filter(({ startMs }) => startMs >= START + index * STEP);

describe('detect', () => {
  it('finds a spike at its first sample, with side, peak and reasons', () => {
    const { anomalies, score } = found(daily(spike));
    const [anomaly] = anomalies.filter(({ startMs }) => startMs === START + NOON * STEP);
    expect(anomaly).toMatchObject({ direction: 'up', isOpen: false });
    expect(SEVERITIES.indexOf(anomaly!.severity)).toBeGreaterThanOrEqual(SEVERITIES.indexOf('critical'));
    expect(anomaly!.peak.value - anomaly!.peak.expected).toBeGreaterThan(60);
    expect(anomaly!.evidence.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^\d+\.\d robust standard deviations above the usual value for Wednesday 12:\d\d$/)
    );
    expect(score[NOON]).toBeGreaterThan(50);
  });

  it('finds at night what would be usual in the afternoon', () => {
    const midnight = 16 * PER_DAY;
    const lifted = daily((value, i) => (i >= midnight && i < midnight + 12 ? value + 60 : value));
    const { anomalous, baseline } = found(lifted);
    expect(anomalous.subarray(midnight, midnight + 3)).toContain(1);
    expect(Math.abs(baseline.expected[midnight]! - 100)).toBeLessThan(10);
  });

  it('finds a level that shifts and a series that stops', () => {
    const shifted = found(daily((value, i) => (i >= NOON ? value - 70 : value)));
    expect(after(shifted, NOON)[0]).toMatchObject({ startMs: START + NOON * STEP, direction: 'down' });
    let last = 0;
    const stopped = found(daily((value, i) => (i < NOON ? (last = value) : last)));
    const [first] = after(stopped, NOON);
    expect(first!.startMs).toBeLessThan(START + (NOON + 12) * STEP);
    expect(first!.evidence.map(({ detector }) => detector)).toContain('flatline');
    // The second time as well.
    const again = found(
      daily((value, i) => ((i < NOON || i >= NOON + 60) && (i < NOON + 700 || i >= NOON + 760) ? (last = value) : last))
    );
    const second = after(again, NOON + 700).find(({ startMs }) => startMs < START + (NOON + 760) * STEP);
    expect(second?.evidence.map(({ detector }) => detector)).toContain('flatline');
    // What rounding leaves of the rate of a counter that stands still.
    const rounded = found(daily((value, i) => (i < NOON ? (last = value) : last * (1 + (i % 3) * 1e-12))));
    expect(after(rounded, NOON)[0]!.evidence.map(({ detector }) => detector)).toContain('flatline');
  });

  it('has bands that cover about what they promise, ordered around the expected value', () => {
    const { baseline } = found(daily());
    const { values } = daily();
    for (const { level, lower, upper } of baseline.bands) {
      let inside = 0;
      for (let i = 7 * PER_DAY; i < values.length; i++) {
        expect(lower[i]! <= baseline.expected[i]! && baseline.expected[i]! <= upper[i]!).toBe(true);
        inside += values[i]! >= lower[i]! && values[i]! <= upper[i]! ? 1 : 0;
      }
      expect(Math.abs(inside / (14 * PER_DAY) - level / 100)).toBeLessThan(0.02);
    }
  });

  it('takes another baseline when asked, without another score', () => {
    const usual = found(daily(spike));
    const mean = found(daily(spike), { baseline: 'mean' });
    expect(mean.score).toEqual(usual.score);
    expect(mean.baseline.expected[NOON]).not.toBe(usual.baseline.expected[NOON]);
  });

  it('keeps the habit at its time of day across the end of summer time', () => {
    const zone = 'Europe/Berlin';
    const start = Date.UTC(2025, 9, 10);
    const change = Date.UTC(2025, 9, 26, 1);
    const random = seededRandom(SEED);
    const values = Float64Array.from({ length: 24 * 24 }, (_, i) => {
      const timeMs = start + i * HOUR;
      const hour = Math.floor((timeMs + (timeMs < change ? 2 : 1) * HOUR) / HOUR) % 24;
      return (hour >= 8 && hour < 18 ? 80 : 20) + random.normal();
    });
    const off = (timeZone: string): number => {
      const { baseline } = found({ startMs: start, stepMs: HOUR, values }, { timeZone });
      const from = (change - start) / HOUR + 24;
      return values
        .subarray(from, from + 24)
        .reduce((most, value, i) => Math.max(most, Math.abs(value - baseline.expected[from + i]!)), 0);
    };
    expect(off(zone)).toBeLessThan(20);
    expect(off('UTC')).toBeGreaterThan(40);
  });
});

describe('the policy', () => {
  const spikes = (at: readonly number[], height: number) => (value: number, i: number) =>
    at.some((one) => i >= one && i < one + 6) ? value + height : value;
  const startsOf = (series: Detection): number[] => series.anomalies.map(({ startMs }) => (startMs - START) / STEP);

  it('lets only one side through', () => {
    expect(startsOf(found(daily(spike), { direction: 'up' }))).toContain(NOON);
    expect(startsOf(found(daily(spike), { direction: 'down' }))).not.toContain(NOON);
  });

  it('asks for a distance, absolute or relative', () => {
    for (const gate of [{ minDeviation: 120 }, { minRelativeDeviation: 1.5 }]) {
      expect(found(daily(spike), gate).anomalies).toEqual([]);
    }
    for (const gate of [{ minDeviation: 50 }, { minRelativeDeviation: 0.3 }]) {
      expect(startsOf(found(daily(spike), gate))).toContain(NOON);
    }
  });

  it('waits for the duration and flags nothing before', () => {
    const { anomalous, anomalies } = found(daily(spike), { minDurationMs: 15 * MINUTE });
    expect(Array.from(anomalous.subarray(NOON, NOON + 5))).toEqual([0, 0, 0, 1, 1]);
    expect(anomalies.some(({ startMs }) => startMs === START + NOON * STEP)).toBe(true);
    expect(startsOf(found(daily(spike), { minDurationMs: HOUR }))).not.toContain(NOON);
  });

  it('is silent in maintenance and learns nothing there', () => {
    const silences = [{ startMs: START + (NOON - 1) * STEP, endMs: START + (NOON + 7) * STEP }];
    const { anomalous, anomalies } = found(daily(spikes([NOON, NOON + 2 * PER_DAY], 90)), { silences });
    expect(anomalous.subarray(NOON, NOON + 6)).toEqual(new Int8Array(6));
    expect(anomalies.some(({ startMs }) => startMs === START + (NOON + 2 * PER_DAY) * STEP)).toBe(true);
  });

  it('takes what a person called normal as normal from then on, and more than that not', () => {
    const accepted = [{ startMs: START + (NOON - 1) * STEP, endMs: START + (NOON + 6) * STEP }];
    const later = NOON + 2 * PER_DAY;
    const without = startsOf(found(daily(spikes([NOON, later], 90))));
    expect(without).toEqual(expect.arrayContaining([NOON, later]));
    const quiet = startsOf(found(daily(spikes([NOON, later], 90)), { accepted }));
    expect(quiet).not.toEqual(expect.arrayContaining([NOON]));
    expect(quiet).not.toEqual(expect.arrayContaining([later]));
    const larger = (value: number, i: number) => spikes([later], 300)(spikes([NOON], 90)(value, i), i);
    expect(startsOf(found(daily(larger), { accepted }))).toContain(later);
  });

  it('finds more with a higher sensitivity; none at all at 0', () => {
    const all = (falseAlarms: number) => {
      const sensitivity = { info: falseAlarms, warning: falseAlarms, critical: falseAlarms, emergency: falseAlarms };
      return found(daily(spike), { sensitivity }).anomalous.reduce((sum, one) => sum + Math.abs(one), 0);
    };
    expect(all(0)).toBe(0);
    expect(all(0.1)).toBeGreaterThan(0);
    expect(all(100)).toBeGreaterThan(all(0.1));
  });
});

describe('bad input', () => {
  it('says when there is nothing, or too little', () => {
    const empty = { startMs: 0, stepMs: STEP, values: new Float64Array(50).fill(NaN) };
    expect(detect({ series: empty })).toEqual({ kind: 'no-data', reason: 'There are no samples.' });
    const few = { startMs: 0, stepMs: STEP, values: Float64Array.from({ length: 19 }, (_, i) => i) };
    expect(detect({ series: few })).toMatchObject({ kind: 'not-enough-data' });
  });

  it('finds nothing in a constant series, also across gaps', () => {
    for (const level of [0, 7, -1e9]) {
      const values = new Float64Array(2_000).fill(level).map((value, i) => (i % 97 < 5 ? NaN : value));
      const { score, anomalies, severity } = found({ startMs: START, stepMs: STEP, values }, { threshold: 'info' });
      expect(score.every((one) => one === 0)).toBe(true);
      expect(severity.every((one) => one === 0)).toBe(true);
      expect(anomalies).toEqual([]);
    }
  });

  it.each([
    ['a gap of an hour', (value: number, i: number) => (i >= NOON && i < NOON + 12 ? NaN : value)],
    ['a failed scrape in ten', (value: number, i: number) => (i % 10 === 3 ? NaN : value)],
    [
      'a gap and two odd samples after it',
      (value: number, i: number) => (i >= NOON && i < NOON + 12 ? NaN : i === NOON + 12 || i === NOON + 13 ? 0 : value),
    ],
    ['a gap of two days', (value: number, i: number) => (i >= NOON && i < NOON + 2 * PER_DAY ? NaN : value)],
  ])('never alarms because of %s', (_, change) => {
    const { anomalous, anomalies, score } = found(daily(change), { threshold: 'warning' });
    const around = anomalous.subarray(NOON - 1, NOON + 2 * PER_DAY + 3);
    expect(around.every((one) => one === 0)).toBe(true);
    expect(after({ anomalies } as Detection, NOON).length).toBe(0);
    daily(change).values.forEach((value, i) => expect(Number.isNaN(value) && score[i] !== 0).toBe(false));
  });

  it('leaves out samples from the future and says so', () => {
    const series = daily(spike);
    const outcome = found(series, { nowMs: START + (NOON - 1) * STEP });
    expect(outcome.notices).toContainEqual(expect.stringContaining('dated in the future'));
    expect(after(outcome, NOON)).toEqual([]);
  });

  it('refuses an unknown time zone', () => {
    expect(() => detect({ series: daily(), timeZone: 'Nowhere/Town' })).toThrow(RangeError);
  });
});

describe('every series', () => {
  const random = seededRandom(SEED);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random.uniform() * all.length)]!;
  /** Shapes that real metrics have, and worse ones. */
  const shapes: ((i: number) => number)[] = [
    () => random.normal(),
    () => Math.round(3 * random.uniform()),
    (i) => 1e12 + i,
    (i) => (i % 24) * 1e-9,
    () => (random.uniform() < 0.02 ? 1e6 * random.uniform() : 0),
    (i) => (i % 300) * 5,
    () => 5,
    (i) => (i < 400 ? 1e-300 : 1e300),
    () => Math.exp(4 * random.normal()),
  ];

  it(`has scores within 0 and 100, never NaN, and the same past whatever comes (seed ${SEED})`, () => {
    for (let run = 0; run < 60; run++) {
      const shape = pick(shapes);
      const holes = pick([0, 0, 0.1, 0.7]);
      const draw = (i: number): number => (random.uniform() < holes ? NaN : shape(i));
      const values = Float64Array.from({ length: 700 }, (_, i) => draw(i));
      const stepMs = pick([15_000, MINUTE, HOUR, DAY]);
      const request = { threshold: pick(SEVERITIES), timeZone: pick(['UTC', 'America/New_York']) };
      const whole = detect({ series: { startMs: START, stepMs, values }, ...request });
      if (whole.kind !== 'detection') {
        continue;
      }
      for (const scores of [whole.score, whole.suspicion]) {
        expect(scores.every((one) => one >= 0 && one <= 100)).toBe(true);
      }
      const cut = 350 + Math.floor(300 * random.uniform());
      const other = values.map((value, i) => (i < cut ? value : -3 * value + 1e4 * random.normal()));
      const changed = detect({ series: { startMs: START, stepMs, values: other }, ...request });
      const shorter = detect({ series: { startMs: START, stepMs, values: values.slice(0, cut) }, ...request });
      for (const one of [changed, shorter]) {
        if (one.kind === 'detection') {
          for (const field of ['score', 'suspicion', 'severity', 'anomalous'] as const) {
            expect(one[field].subarray(0, cut)).toEqual(whole[field].subarray(0, cut));
          }
          expect(one.baseline.expected.subarray(0, cut)).toEqual(whole.baseline.expected.subarray(0, cut));
          for (const [i, { lower }] of one.baseline.bands.entries()) {
            expect(lower.subarray(0, cut)).toEqual(whole.baseline.bands[i]!.lower.subarray(0, cut));
          }
        }
      }
    }
  }, 60_000);

  it.each(DETECTORS)('can be looked at by %s alone', (detector) => {
    const { score } = found(daily(spike), { detectors: [detector] });
    expect(score.every((one) => one >= 0 && one <= 100)).toBe(true);
  });
});
