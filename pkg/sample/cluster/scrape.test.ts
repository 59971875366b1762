import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../series.ts';
import { scrapeHealth } from './scrape.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);

function failures(seed: number): number[] {
  const works = scrapeHealth(seed, 'kubelet node-1', ANCHOR);
  const minutes = Array.from({ length: 60 * 1440 }, (_, i) => ANCHOR - 60 * DAY + i * MINUTE);
  return minutes.filter((t) => !works(t));
}

describe('scrapeHealth', () => {
  it('fails now and then, and rarely for longer', () => {
    const failed = failures(1);
    expect(failed.length / (60 * 1440)).toBeGreaterThan(0.001);
    expect(failed.length / (60 * 1440)).toBeLessThan(0.01);
    const longest = failed.reduce(
      (run, t, i) =>
        t - (failed[i - 1] ?? 0) === MINUTE
          ? { now: run.now + 1, max: Math.max(run.max, run.now + 1) }
          : { ...run, now: 1 },
      { now: 0, max: 0 }
    ).max;
    expect(longest).toBeGreaterThan(9);
    expect(longest).toBeLessThanOrEqual(65);
  });

  it('fails otherwise for another seed or target', () => {
    expect(failures(2)).not.toEqual(failures(1));
    const other = scrapeHealth(1, 'kubelet node-2', ANCHOR);
    expect(failures(1).every((t) => !other(t))).toBe(false);
  });

  it('works around the anchor, whatever the seed', () => {
    for (let seed = 0; seed < 200; seed++) {
      const works = scrapeHealth(seed, 'any', ANCHOR);
      for (let t = ANCHOR - HOUR; t < ANCHOR + 3 * HOUR; t += MINUTE) {
        if (!works(t)) {
          expect.fail(`seed ${seed} fails at ${t}`);
        }
      }
    }
  });
});
