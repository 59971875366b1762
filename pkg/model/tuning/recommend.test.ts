import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryWorkload, drawWorkload } from '../../../tests/support/drawn-workloads.ts';
import { applyAll } from './apply.ts';
import { historyOf } from './history.ts';
import { measure } from './measures.ts';
import { recommend, type TuningOptions } from './recommend.ts';
import type { Recommendation } from './types.ts';

const seed = Number(process.env['HEADROOM_SEED'] ?? randomInt(2 ** 31));
/** More runs by hand, as for forecasts. */
const RUNS = 8 * Number(process.env['HEADROOM_PROPERTY_RUNS'] ?? 50);
const prices = { currency: 'USD', cpuCoreHour: 0.03, memoryGibHour: 0.004, storageGibMonth: 0.04 };
const quick: TuningOptions = { prices, releaseHours: 168, model: undefined, policies: {} };

/** Amounts that are not set are compared as if there were no bound. */
function expectSound(one: Recommendation): void {
  const { changes, cost, bounds, reason, replays } = one;
  expect(changes.length > 0).toBe(one.outcome === 'change');
  expect(changes.every(({ after }) => after! > 0 && after! < Infinity)).toBe(true);
  const after = (amount: string, otherwise: number): number =>
    changes.find(({ field }) => field.endsWith(amount))?.after ?? otherwise;
  expect(after('request', 0)).toBeLessThanOrEqual(after('limit', Infinity));
  expect([cost.saving, cost.extra, one.priority].every((value) => value >= 0)).toBe(true);
  expect(one.confidence >= 0 && one.confidence <= 1).toBe(true);
  expect(bounds === undefined || bounds.lower <= bounds.upper).toBe(true);
  expect(reason.map(({ sentence }) => sentence).filter((text) => /^$|NaN|undefined|Infinity/.test(text))).toEqual([]);
  for (const { minutes, minutesThrottled, minutesOverRequest, oomKills } of replays) {
    const most = minutes * (1 + 1e-9);
    const counts = [minutesThrottled, minutesOverRequest];
    expect([...counts, oomKills].every((count) => count >= 0) && counts.every((count) => count <= most)).toBe(true);
  }
}

describe(`recommend, HEADROOM_SEED=${seed}`, () => {
  const check = (options: TuningOptions, runs: number): void => {
    let changes = 0;
    fc.assert(
      fc.property(arbitraryWorkload, (draw) => {
        const workloads = [drawWorkload(draw)];
        const first = recommend(workloads, options);
        first.forEach(expectSound);
        changes += first.filter(({ outcome }) => outcome === 'change').length;
        const applied = applyAll(workloads, first);
        const second = recommend(applied, options);
        expect(second.filter(({ outcome }) => outcome === 'change').map(({ id, changes: more }) => [id, more])).toEqual(
          []
        );
        expectMemorySuffices(applied[0]!, first);
      }),
      { seed, numRuns: runs, endOnFailure: true }
    );
    expect(changes).toBeGreaterThan(runs / 3);
  };

  /** A container that got advice on memory has at least the P99 that was seen, as request and as limit. */
  function expectMemorySuffices(workload: ReturnType<typeof drawWorkload>, advice: readonly Recommendation[]): void {
    const memory = advice.find(({ target, outcome }) => target.resource === 'memory' && outcome === 'change');
    if (memory !== undefined) {
      const history = historyOf(workload, workload.containers[0]!, 'memory');
      const { p99 } = measure(history);
      expect(history.request! >= p99 || memory.findings.includes('flat at limit')).toBe(true);
      expect((history.limit ?? Infinity) * 1.02 >= p99).toBe(true);
    }
  }

  it('is sound for any history, and has nothing to add once it is followed', () => check(quick, RUNS), 300_000);
  it('the same with forecasts', () => check({ ...quick, model: 'auto' }, RUNS / 10), 300_000);
});
