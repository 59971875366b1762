import { describe, expect, it } from 'vitest';
import type { SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import { EXAMPLE_SIGNALS } from '../../shared/forecast/example-signals.ts';
import type { SignalOutlooks } from './ask-overview.ts';
import { adviceSummary, daysText, needsAttention, summaryOf, toItems, usedText } from './overview-words.ts';

function signalOf(id: string, breaches: Array<Partial<SeriesBreachJson>>): SignalOutlooks {
  const signal = EXAMPLE_SIGNALS.find((example) => example.id === id);
  if (signal === undefined) {
    throw new Error(`There is no signal ${id}.`);
  }
  const outlooks = breaches.map((breach, i) => ({
    name: `${id}-${i}`,
    forecast: {} as SeriesForecastJson,
    breach: { name: `${id}-${i}`, labels: {}, notices: [], ...breach },
  }));
  return { signal, outlooks };
}

const ITEMS = toItems([
  signalOf('volumes', [{ state: 'unlikely', probability: 0.2 }, { state: 'likely', days: 5.04 }, {}]),
  signalOf('cpu', [
    { state: 'likely', days: 2 },
    { state: 'already', current: 0.95, capacity: 0.9 },
  ]),
]);

describe('the items', () => {
  it('come with the worst first, without those that have no answer', () => {
    expect(ITEMS.map(({ outlook }) => outlook.name)).toEqual(['cpu-1', 'cpu-0', 'volumes-1', 'volumes-0']);
    expect(ITEMS.map(needsAttention)).toEqual([true, true, true, false]);
  });

  it('say how many days are left and how much is used', () => {
    expect(ITEMS.map(daysText)).toEqual(['now', '2.0 days', '5.0 days', 'over 7 days']);
    expect(ITEMS.map(usedText)).toEqual(['95%', '–', '–', '–']);
  });

  it('say how busy a CPU is, not how much of its limit is', () => {
    const breach = { state: 'likely', current: 0.65, capacity: 0.9 } as const;
    expect(toItems([signalOf('cpu', [breach])]).map(usedText)).toEqual(['65%']);
    expect(toItems([signalOf('volumes', [{ ...breach, current: 65, capacity: 90 }])]).map(usedText)).toEqual(['72%']);
  });
});

describe('adviceSummary', () => {
  const totals = { changes: 45, savingPerMonth: 30, extraPerMonth: 83, reliability: 33, currency: 'USD' };

  it('says what is saved and what reliability costs', () => {
    expect(adviceSummary(totals)).toEqual(['45 recommendations, −$30 a month, +$83 for reliability']);
    expect(adviceSummary({ ...totals, extraPerMonth: 0 })).toEqual(['45 recommendations, −$30 a month']);
    expect(adviceSummary({ ...totals, changes: 1, savingPerMonth: 0 })).toEqual([
      '1 recommendation, +$83 a month for reliability',
    ]);
  });

  it('says nothing where there are none', () => {
    expect(adviceSummary({ ...totals, changes: 0 })).toEqual([]);
    expect(adviceSummary(undefined)).toEqual([]);
  });
});

describe('summaryOf', () => {
  it('counts by what is meant', () => {
    expect(summaryOf(ITEMS)).toBe(
      '1 volume likely full within 7 days · 1 node at CPU capacity now · 1 node likely at CPU capacity within 7 days'
    );
    expect(summaryOf([])).toBe('Nothing is likely to reach its capacity within 7 days');
  });
});
