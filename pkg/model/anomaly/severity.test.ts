import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../stats/random.ts';
import { detect } from './detect.ts';
import { severityOf, severityTails } from './severity.ts';
import { DEFAULT_POLICY } from './types.ts';

const SEED = Number(process.env['HEADROOM_SEED'] ?? 20_261_124);
const HOUR = 3_600_000;
const MONTH = 720;
/** History before the months that are counted. */
const WARM = 60 * 24;
const MONTHS = 12;
const SERIES = 6;

describe('severityTails', () => {
  it('is the share of samples that may be false alarms', () => {
    expect(severityTails(DEFAULT_POLICY.sensitivity, HOUR)).toEqual([10 / 720, 1 / 720, 0.1 / 720, 0.01 / 720]);
  });

  it('never makes a graver severity easier to reach, and 0 turns one off', () => {
    const tails = severityTails({ info: 1, warning: 5, critical: 0, emergency: 3 }, HOUR);
    expect(tails).toEqual([1 / 720, 1 / 720, 0, 0]);
    expect(severityOf(1e-9, tails)).toBe(2);
    expect(severityOf(0.5, tails)).toBe(0);
  });
});

/** Series in which all is well. */
const normal: Record<string, (random: Random) => (i: number) => number> = {
  noise: (random) => () => 100 + 10 * random.normal(),
  season: (random) => (i) => 100 + 30 * Math.sin((2 * Math.PI * i) / 24) + 5 * random.normal(),
  week: (random) => (i) => (i % 168 < 120 ? 100 : 40) + 20 * Math.sin((2 * Math.PI * i) / 24) + 5 * random.normal(),
  'heavy tail': (random) => () => 50 * Math.exp(0.8 * random.normal()),
  autoregression: (random) => {
    let state = 0;
    return () => 100 + 10 * (state = 0.9 * state + 0.4 * random.normal());
  },
  counts: (random) => () => Math.floor(-3 * Math.log(1 - random.uniform())),
};

describe('what a severity means', () => {
  // The bounds are what is promised plus four standard deviations of a count over the months looked at.
  const months = MONTHS * SERIES;
  const most = (promised: number): number => promised + 4 * Math.sqrt(promised / months) + 4 / months;

  it.each(Object.keys(normal))(
    `raises no more false alarms a month than promised: %s (seed ${SEED})`,
    { timeout: 60_000 },
    (name) => {
      const counts = [0, 0, 0];
      for (let run = 0; run < SERIES; run++) {
        const draw = normal[name]!(seededRandom(SEED + 101 * run));
        const values = Float64Array.from({ length: WARM + MONTHS * MONTH }, (_, i) => draw(i));
        const outcome = detect({ series: { startMs: 0, stepMs: HOUR, values } });
        const severity = outcome.kind === 'detection' ? outcome.severity : new Uint8Array(0);
        counts.forEach((_, level) => {
          for (let i = WARM; i < severity.length; i++) {
            counts[level]! += severity[i]! > level && severity[i - 1]! <= level ? 1 : 0;
          }
        });
      }
      const { info, warning, critical } = DEFAULT_POLICY.sensitivity;
      [info, warning, critical].forEach((promised, level) => {
        expect(counts[level]! / months).toBeLessThanOrEqual(most(promised));
      });
      expect(counts[0]! / months).toBeGreaterThan(0.2 * info);
    }
  );
});
