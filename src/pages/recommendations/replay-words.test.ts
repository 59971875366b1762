import { describe, expect, it } from 'vitest';
import { amountsText, countText, headroomText, monthText, type ReplayJson } from './replay-words.ts';

const REPLAY: ReplayJson = {
  strategy: 'Headroom',
  basis: 'history',
  request: 0.15,
  minutes: 20_000,
  minutesThrottled: 0,
  oomKills: 0,
  minutesOverRequest: 0,
  headroom: 0.159,
  costPerMonth: 3.4614,
};

describe('a replay in words', () => {
  it('names its amounts', () => {
    expect(amountsText(REPLAY, 'cpu')).toBe('0.15 cores');
    expect(amountsText({ ...REPLAY, limit: 0.3 }, 'cpu')).toBe('0.15 cores, limit 0.3 cores');
    const { request: _, ...unset } = REPLAY;
    expect(amountsText(unset, 'cpu')).toBe('no request');
  });

  it('rounds expected values without losing them', () => {
    expect([0, 0.004, 0.277, 97.69, 10_310].map(countText)).toEqual(['0', 'under 0.1', '0.3', '97.7', '10,310']);
  });

  it('tells headroom above and below, and when neither is set', () => {
    expect(headroomText(REPLAY)).toBe('16%');
    expect(headroomText({ ...REPLAY, headroom: -0.31 })).toBe('−31%');
    expect(headroomText({ ...REPLAY, headroom: null })).toBe('–');
    expect(monthText(REPLAY, 'USD')).toBe('$3.46');
    expect(monthText({ ...REPLAY, costPerMonth: null }, 'USD')).toBe('–');
  });
});
