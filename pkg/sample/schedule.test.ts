import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schedule } from './schedule.ts';
import { DAY } from './series.ts';

const PHASE = 1_760_000_000_000;

describe('schedule', () => {
  it('finds the latest event for any instant, however irregular', () => {
    fc.assert(
      fc.property(
        fc.record({ key: fc.integer(), jitter: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
        fc.integer({ min: -1e12, max: 1e12 }),
        ({ key, jitter }, offset) => {
          const events = schedule({ key, everyMs: 4 * DAY, phaseMs: PHASE, jitter });
          const index = events.indexAt(PHASE + offset);
          expect(events.timeOf(index)).toBeLessThanOrEqual(PHASE + offset);
          expect(events.timeOf(index + 1)).toBeGreaterThan(PHASE + offset);
        }
      )
    );
  });

  it('is like clockwork without jitter', () => {
    const events = schedule({ key: 1, everyMs: DAY, phaseMs: PHASE, jitter: 0 });
    expect([events.timeOf(-1), events.timeOf(0), events.timeOf(3)]).toEqual([PHASE - DAY, PHASE, PHASE + 3 * DAY]);
    expect(events.indexAt(PHASE)).toBe(0);
    expect(events.indexAt(PHASE - 1)).toBe(-1);
  });

  it('varies the distance with jitter', () => {
    const events = schedule({ key: 1, everyMs: DAY, phaseMs: PHASE, jitter: 0.8 });
    const gaps = Array.from({ length: 200 }, (_, i) => (events.timeOf(i + 1) - events.timeOf(i)) / DAY);
    expect(Math.min(...gaps)).toBeLessThan(0.5);
    expect(Math.max(...gaps)).toBeGreaterThan(1.5);
  });
});
