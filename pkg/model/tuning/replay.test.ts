import { describe, expect, it } from 'vitest';
import { DAY_MS, historyOfPods, killOf, MIB, podOf, START_MS, STEP_MS } from '../../../tests/support/usage-history.ts';
import { daily, jitter } from '../../../tests/support/workloads.ts';
import { forecast } from '../forecast/forecast.ts';
import type { Forecast } from '../forecast/types.ts';
import { measure } from './measures.ts';
import { replayForecast } from './replay-forecast.ts';
import { replayHistory } from './replay.ts';
import type { ResourceHistory } from './types.ts';

const replay = (history: ResourceHistory, amounts: { request?: number; limit?: number }) =>
  replayHistory(history, measure(history), { strategy: 'test', costPerMonth: 7, ...amounts });

describe('replayHistory', () => {
  const cpu = historyOfPods('cpu', [
    podOf('a', [0.1, 0.5, NaN, 0.9, 1, 0.2]),
    podOf('b', [0.95, 0.1, 0.1, 0.1, 0.1, NaN]),
  ]);

  it('counts minutes near a CPU limit and above a request', () => {
    const got = replay(cpu, { request: 0.5, limit: 1 });
    expect(got).toMatchObject({ minutes: 50, minutesThrottled: 15, minutesOverRequest: 15, oomKills: 0 });
    expect(got.costPerMonth).toBe(7);
    // The pods' 95th percentiles are 0.98 (numpy: percentile([0.1, 0.5, 0.9, 1, 0.2], 95)) and 0.78.
    expect(got.headroom).toBeCloseTo(0.02, 12);
    expect(replay(cpu, { request: 2 })).toMatchObject({ minutesThrottled: 0, minutesOverRequest: 0, headroom: 0.51 });
    expect(replay(cpu, {}).headroom).toBeNaN();
    expect(replay(cpu, {}).minutesOverRequest).toBe(50);
  });

  it('does not forget recorded throttling at the limit of then, nor below', () => {
    const recorded = { ...cpu, limit: 2, throttling: { ratio: 0.5, limitCores: 2 } };
    expect(replay(recorded, { limit: 2 }).minutesThrottled).toBe(25);
    expect(replay(recorded, { limit: 2.1 }).minutesThrottled).toBe(0);
  });

  const memory = (kills: ResourceHistory['oomKills']) =>
    historyOfPods(
      'memory',
      [
        podOf(
          'a',
          [1, 3, 3, NaN, 3, 1, 4, 1].map((mib) => mib * MIB)
        ),
      ],
      { oomKills: kills }
    );

  it('takes each run above a memory limit for one kill, across gaps', () => {
    expect(replay(memory([]), { limit: 2 * MIB }).oomKills).toBe(2);
    expect(replay(memory([]), { limit: 3 * MIB }).oomKills).toBe(1);
    expect(replay(memory([]), { limit: 4 * MIB }).oomKills).toBe(0);
    expect(replay(memory([]), {}).oomKills).toBe(0);
  });

  it('does not forget recorded kills', () => {
    const kills = [killOf('a', 0, 5 * MIB), killOf('a', 0, 5 * MIB), killOf('a', 0, 9 * MIB)];
    expect(replay(memory(kills), { limit: 5 * MIB }).oomKills).toBe(3);
    expect(replay(memory(kills), { limit: 6 * MIB }).oomKills).toBe(1);
    expect(replay(memory(kills), { limit: 10 * MIB }).oomKills).toBe(0);
  });
});

describe('replayForecast', () => {
  const history = { startMs: START_MS, stepMs: DAY_MS / 24, values: new Float64Array(24 * 14) };
  const values = history.values.map((_, t) => 1 + daily(12 * t) + 0.2 * jitter(t));
  const answer = forecast({ series: { ...history, values }, horizon: 48, levels: [80], model: 'auto', seed: 1 });
  const predicted = answer as Forecast;
  const replayed = (
    resource: 'cpu' | 'memory',
    amounts: { request?: number; limit?: number },
    more: Partial<ResourceHistory> = {}
  ) =>
    replayForecast(predicted, { ...historyOfPods(resource, []), ...more }, 3 * 14 * 1_440, 3, {
      strategy: 'test',
      costPerMonth: 1,
      ...amounts,
    });

  it('expects all, none or some of the minutes', () => {
    expect(answer.kind).toBe('forecast');
    const minutes = 3 * 48 * 60;
    expect(replayed('cpu', { request: 0.01, limit: 0.01 })).toMatchObject({
      minutes,
      minutesThrottled: minutes,
      minutesOverRequest: minutes,
    });
    expect(replayed('cpu', { request: 99, limit: 99 })).toMatchObject({ minutesThrottled: 0, minutesOverRequest: 0 });
    const some = replayed('cpu', { request: 1.6, limit: 2 });
    const expected = 3 * 60 * predicted.mean.reduce((sum, value) => sum + (value > 1.6 ? 1 : 0), 0);
    expect(some.minutesOverRequest / expected).toBeGreaterThan(0.9);
    expect(some.minutesOverRequest / expected).toBeLessThan(1.1);
  });

  it('expects what was recorded to go on at such a limit', () => {
    const throttling = { ratio: 0.25, limitCores: 8 };
    expect(replayed('cpu', { limit: 8 }, { throttling }).minutesThrottled).toBe(0.25 * 3 * 48 * 60);
    expect(replayed('cpu', { limit: 8.1 }, { throttling }).minutesThrottled).toBe(0);
    const oomKills = [killOf('a', 1, 8), killOf('a', 2, 8)];
    expect(replayed('memory', { limit: 8 }, { oomKills }).oomKills).toBeCloseTo((2 * 2) / 14, 12);
    expect(replayed('memory', { limit: 9 }, { oomKills }).oomKills).toBe(0);
  });

  it('never expects more of a higher limit', () => {
    const kills = Array.from({ length: 40 }, (_, i) => replayed('memory', { limit: 0.8 + i / 20 }).oomKills);
    expect(kills[0]).toBe(3);
    expect(kills.at(-1)).toBe(0);
    kills.slice(1).forEach((now, i) => expect(now).toBeLessThanOrEqual(kills[i]!));
  });
});

describe('measure', () => {
  it('knows start-ups from the rest', () => {
    const pod = podOf('a', [5, 4, 3, 1, 1, 1, 9, 8, 1, 2], [START_MS - STEP_MS + 1, START_MS + 5.5 * STEP_MS]);
    const { calm, startUpMost, calmMost, most } = measure(historyOfPods('cpu', [pod]));
    expect([...calm[0]!]).toEqual([1, 1, 1, 2]);
    expect([startUpMost, calmMost, most]).toEqual([9, 2, 9]);
  });

  it('takes everything for calm where nothing else would be left', () => {
    const { calmMost, startUpMost } = measure(historyOfPods('cpu', [podOf('a', [5, 4], [START_MS])]));
    expect([calmMost, startUpMost]).toEqual([5, 5]);
  });
});
