import { describe, expect, it } from 'vitest';
import type { SeriesForecastJson, TrustJson } from '#contract/rest.ts';
import { bandBreach } from './band-breach.ts';

const TRUST = {} as TrustJson;
const forecast = (capacity: number | undefined, actual: number[] = [3]): SeriesForecastJson => ({
  name: 'a',
  labels: {},
  stepMs: 10,
  actual: { startMs: 100, values: actual },
  predicted: {
    startMs: 110,
    mean: [4, 5, 6, 7],
    bands: [{ level: 80, lower: [3, 4, 5, 6], upper: [5, 6, 7, 8] }],
    trust: TRUST,
  },
  notices: [],
  ...(capacity === undefined ? {} : { capacity }),
});

describe('bandBreach', () => {
  it('dates a rise by where the drawn edges cross the capacity', () => {
    const breach = bandBreach(forecast(6), 'up');
    expect(breach?.state).toBe('likely');
    expect(breach?.earliestMs).toBeCloseTo(120, 6);
    expect(breach?.medianMs).toBeCloseTo(130, 6);
    expect(breach?.latestMs).toBeCloseTo(140, 6);
    expect(breach?.cumulative?.values.map((chance) => Math.round(100 * chance))).toEqual([0, 10, 50, 90]);
  });

  it('is unlikely where only the upper edge comes there, with the chance of that', () => {
    const breach = bandBreach(forecast(7.5), 'up');
    expect(breach?.state).toBe('unlikely');
    expect(breach?.probability).toBeCloseTo(0.26, 2);
    expect(breach?.medianMs).toBeNull();
  });

  it('mirrors where falling hurts', () => {
    expect(bandBreach(forecast(3.5, [9]), 'down')).toMatchObject({ state: 'unlikely' });
    expect(bandBreach(forecast(3.5, [9]), 'down')?.probability).toBeCloseTo(0.26, 2);
    expect(bandBreach(forecast(6, [9]), 'down')).toMatchObject({ state: 'likely' });
  });

  it('knows when it is there already, and when there is nothing to reach', () => {
    expect(bandBreach(forecast(2), 'up')).toMatchObject({ state: 'already', probability: 1 });
    expect(bandBreach(forecast(undefined), 'up')).toBeUndefined();
  });
});
