import { describe, expect, it } from 'vitest';
import type { SeriesBreachJson } from '#contract/rest.ts';
import { breachDates, breachSentence, formatChance } from './breach-words.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 24, 12);
const MOMENT = { nowMs: NOW, timeZone: 'utc' };
const breach = (rest: Partial<SeriesBreachJson>): SeriesBreachJson => ({ name: 'a', labels: {}, notices: [], ...rest });

describe('breachSentence', () => {
  it('gives dates beside how far away they are', () => {
    const likely = breach({ state: 'likely', earliestMs: NOW + 2 * DAY, latestMs: NOW + 5 * DAY });
    expect(breachSentence(likely, 'full', MOMENT)).toBe('Likely full 26–29 Nov, in 2–5 days');
    expect(breachSentence(likely, 'below', MOMENT)).toBe('Likely below its limit 26–29 Nov, in 2–5 days');
  });

  it('leaves the end open where it lies beyond the horizon', () => {
    const open = breach({ state: 'likely', earliestMs: NOW + 2 * DAY, latestMs: null });
    expect(breachSentence(open, 'full', MOMENT)).toBe('Likely full from 26 Nov, in 2 days or later');
  });

  it('names the times of day when it is soon', () => {
    const soon = breach({ state: 'likely', earliestMs: NOW + DAY / 8, latestMs: NOW + DAY / 4 });
    expect(breachSentence(soon, 'full', MOMENT)).toBe('Likely full 24 Nov, 15:00–18:00, in 3–6 hours');
  });

  it('tells full, unlikely and no answer apart', () => {
    expect(breachSentence(breach({ state: 'already' }), 'at-capacity', MOMENT)).toBe('At its capacity now');
    expect(breachSentence(breach({ state: 'unlikely', probability: 0.1 }), 'full', MOMENT)).toBe(
      'Unlikely to fill up (10% chance)'
    );
    const missing = { kind: 'no-capacity', reason: 'No capacity matches.' } as const;
    expect(breachSentence(breach({ missing }), 'full', MOMENT)).toBe('No capacity matches.');
  });
});

describe('breachDates', () => {
  it('has none for what is full already', () => {
    expect(breachDates(breach({ state: 'already', earliestMs: NOW }), MOMENT)).toBeUndefined();
  });
});

describe('formatChance', () => {
  it.each([
    [0, '<1%'],
    [0.004, '<1%'],
    [0.42, '42%'],
    [1, '>99%'],
  ])('never claims certainty: %d is %s', (probability, text) => {
    expect(formatChance(probability)).toBe(text);
  });
});
