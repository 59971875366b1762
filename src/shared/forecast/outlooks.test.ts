import { describe, expect, it } from 'vitest';
import type { SeriesBreachJson, SeriesForecastJson } from '#contract/rest.ts';
import { chosenOutlook, noticesOf, toOutlooks } from './outlooks.ts';

const forecast = (name: string, notices: string[] = []): SeriesForecastJson => ({
  name,
  labels: {},
  stepMs: 1,
  actual: { startMs: 0, values: [1] },
  notices,
});
const breach = (name: string, rest: Partial<SeriesBreachJson>): SeriesBreachJson => ({
  name,
  labels: {},
  notices: [],
  ...rest,
});
const answer = (series: SeriesForecastJson[], breaches?: SeriesBreachJson[]) => ({
  nowMs: 0,
  forecast: { originMs: 0, series, notices: ['of all'] },
  breach: breaches && { originMs: 0, series: breaches, notices: ['of all'] },
});

describe('toOutlooks', () => {
  it('puts the most pressing series first', () => {
    const names = ['none', 'rare', 'later', 'sooner', 'full', 'maybe'];
    const outlooks = toOutlooks(
      answer(
        names.map((name) => forecast(name)),
        [
          breach('none', { missing: { kind: 'no-capacity', reason: 'No capacity.' } }),
          breach('rare', { state: 'unlikely', probability: 0.01 }),
          breach('later', { state: 'likely', medianMs: 20, probability: 0.9 }),
          breach('sooner', { state: 'likely', medianMs: 10, probability: 0.8 }),
          breach('full', { state: 'already', probability: 1 }),
          breach('maybe', { state: 'unlikely', probability: 0.4 }),
        ]
      )
    );
    expect(outlooks.map(({ name }) => name)).toEqual(['full', 'sooner', 'later', 'maybe', 'rare', 'none']);
  });

  it('keeps the order of the engine without a capacity', () => {
    expect(toOutlooks(answer([forecast('b'), forecast('a')])).map(({ name }) => name)).toEqual(['b', 'a']);
  });
});

describe('chosenOutlook', () => {
  const outlooks = toOutlooks(answer([forecast('a'), forecast('b')]));

  it('is the one of that name, else the worst', () => {
    expect(chosenOutlook(outlooks, 'b')?.name).toBe('b');
    expect(chosenOutlook(outlooks, 'gone')?.name).toBe('a');
    expect(chosenOutlook([], 'a')).toBeUndefined();
  });
});

describe('noticesOf', () => {
  it('says each sentence once, those of other series not at all', () => {
    const whole = answer([forecast('a', ['of a']), forecast('b', ['of b'])], [breach('a', { notices: ['of a'] })]);
    expect(noticesOf(whole, toOutlooks(whole)[0])).toEqual(['of all', 'of a']);
  });

  it('says why a history has no prediction', () => {
    const missing = { kind: 'not-enough-data', reason: 'Too short.' } as const;
    const short = answer([{ ...forecast('a'), missing }]);
    expect(noticesOf(short, toOutlooks(short)[0])).toEqual(['Too short.', 'of all']);
    const empty = answer([{ ...forecast('a'), actual: { startMs: 0, values: [null] }, missing }]);
    expect(noticesOf(empty, toOutlooks(empty)[0])).toEqual(['of all']);
  });
});
