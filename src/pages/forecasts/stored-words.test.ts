import { describe, expect, it } from 'vitest';
import type { StoredBreachJson } from '#contract/stored-forecast.ts';
import { breachCell, isBusy, stateText } from './stored-words.ts';

const DAY = 86_400_000;
const MOMENT = { nowMs: Date.UTC(2026, 10, 22), timeZone: 'utc' };
const WORST = {
  name: 'data-0',
  labels: {},
  state: 'likely' as const,
  probability: 0.9,
  earliestMs: MOMENT.nowMs + 4 * DAY,
  medianMs: MOMENT.nowMs + 5 * DAY,
  latestMs: MOMENT.nowMs + 6 * DAY,
};

function breachOf(worst: Partial<NonNullable<StoredBreachJson['worst']>>): StoredBreachJson {
  return { already: 0, likely: 1, unlikely: 0, withoutCapacity: 0, worst: { ...WORST, ...worst } };
}

describe('breachCell', () => {
  it('says when and how likely, with series and dates beside it', () => {
    expect(breachCell(breachOf({}), 'full', MOMENT)).toEqual({
      text: 'in 4–6 days, 90% likely',
      detail: 'data-0, 26–28 Nov',
      look: 'likely',
    });
  });

  it('knows what is full already and what is unlikely', () => {
    expect(breachCell(breachOf({ state: 'already' }), 'full', MOMENT).text).toBe('Full now');
    expect(breachCell(breachOf({ state: 'unlikely', probability: 0.03 }), 'full', MOMENT).text).toBe(
      'Unlikely (3% chance)'
    );
  });

  it('says why there is nothing to say', () => {
    const none = { already: 0, likely: 0, unlikely: 0, withoutCapacity: 2 };
    expect(breachCell(none, 'full', MOMENT)).toEqual({ text: 'No capacity', look: 'none' });
    expect(breachCell({ ...none, reason: 'The capacity cannot be read.' }, 'full', MOMENT).text).toContain('cannot');
    expect(breachCell(undefined, 'full', MOMENT).text).toBe('–');
  });
});

describe('the state', () => {
  it('is the progress while there is one', () => {
    expect(stateText({ state: 'ready', progress: { done: 3, total: 8 } })).toBe('Training 3 of 8');
    expect(stateText({ state: 'pending', progress: { done: 0, total: 0 } })).toBe('Waiting to train');
    expect(stateText({ state: 'failed' })).toBe('Training failed');
  });

  it('is about to change while it trains or has never been trained', () => {
    expect([isBusy({ state: 'pending' }), isBusy({ state: 'ready', progress: { done: 0, total: 1 } })]).toEqual([
      true,
      true,
    ]);
    expect(isBusy({ state: 'ready' })).toBe(false);
    expect(isBusy({ state: 'ready', lost: true })).toBe(true);
    expect(isBusy({ state: 'failed', lost: true })).toBe(false);
  });
});
