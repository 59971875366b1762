import { describe, expect, it } from 'vitest';
import {
  boundlessSeries,
  breachAnswer,
  breachingSeries,
  forecastAnswer,
  ORIGIN_MS,
  predictedSeries,
  unpredictedSeries,
} from '../../../tests/support/answers.ts';
import { breachToJson, forecastToJson } from './wire.ts';

const HOUR = 3_600_000;

describe('forecastToJson', () => {
  it('says all of a forecast, gaps and what cannot be measured as null', () => {
    const answer = forecastAnswer([predictedSeries({ capacity: 9 })], ['Of all.']);
    expect(forecastToJson(answer)).toStrictEqual({
      originMs: ORIGIN_MS,
      series: [
        {
          name: 'a',
          labels: { node: 'a' },
          stepMs: HOUR,
          actual: { startMs: ORIGIN_MS - 2 * HOUR, values: [1, null, 3] },
          capacity: 9,
          predicted: {
            startMs: ORIGIN_MS + HOUR,
            mean: [4, 5],
            bands: [
              { level: 80, lower: [3.5, 4], upper: [4.5, 6] },
              { level: 95, lower: [3, 3.5], upper: [5, 7] },
            ],
            trust: {
              model: 'fourier-ar',
              reason: 'It was the best of two.',
              mase: 0.5,
              gainOverSeasonalNaive: null,
              coverage: [
                { level: 80, measured: 0.81 },
                { level: 95, measured: null },
              ],
              backtestOrigins: 5,
              quality: { points: 721, missing: 0.25, seasons: [24] },
            },
          },
          notices: ['A gap of 3 h was filled.'],
        },
      ],
      notices: ['Of all.'],
      served: 'fast',
    });
  });

  it('says why there is no forecast, and leaves out what there is not', () => {
    const [series] = forecastToJson(forecastAnswer([unpredictedSeries()])).series;
    expect(series?.missing).toEqual({ kind: 'not-enough-data', reason: 'It has 3 points; at least 10 are needed.' });
    expect(series).not.toHaveProperty('predicted');
    expect(series).not.toHaveProperty('capacity');
  });

  it('keeps numbers bit for bit through JSON, and never writes what JSON has no form for', () => {
    const values = Float64Array.of(0.1 + 0.2, 2 ** 60 + 2 ** 8, 5e-324, Infinity, -Infinity, NaN);
    const { actual } = predictedSeries();
    const answer = forecastAnswer([predictedSeries({ actual: { ...actual, values }, capacity: Infinity })]);
    const [series] = (JSON.parse(JSON.stringify(forecastToJson(answer))) as ReturnType<typeof forecastToJson>).series;
    expect(series?.actual.values).toEqual([0.1 + 0.2, 2 ** 60 + 2 ** 8, 5e-324, null, null, null]);
    expect(series?.capacity).toBeNull();
  });
});

describe('breachToJson', () => {
  it('says all of a breach, and where its curve begins', () => {
    expect(breachToJson(breachAnswer([breachingSeries()], ['Of all.']))).toStrictEqual({
      originMs: ORIGIN_MS,
      series: [
        {
          name: 'a',
          labels: { node: 'a' },
          notices: ['A gap of 3 h was filled.'],
          current: 75,
          capacity: 100,
          state: 'likely',
          probability: 0.75,
          days: 1,
          earliestMs: ORIGIN_MS + HOUR,
          medianMs: ORIGIN_MS + 24 * HOUR,
          latestMs: ORIGIN_MS + 48 * HOUR,
          cumulative: { startMs: ORIGIN_MS + HOUR, stepMs: HOUR, values: [0.25, 0.75] },
        },
      ],
      notices: ['Of all.'],
      served: 'fast',
    });
  });

  it('names the stored forecast that it was served from', () => {
    const stored = { id: 'f', name: 'Volumes', model: 'ensemble' as const, trainedMs: ORIGIN_MS };
    expect(breachToJson({ ...breachAnswer([]), stored })).toMatchObject({ served: 'stored', stored });
    expect(forecastToJson({ ...forecastAnswer([]), stored })).toMatchObject({ served: 'stored', stored });
  });

  it('writes null for what lies beyond the horizon', () => {
    const cumulative = Float64Array.of(0, 0);
    const answer = {
      kind: 'breach',
      breach: { state: 'unlikely', cumulative, earliestMs: undefined, medianMs: undefined, latestMs: undefined },
      probability: 0,
      days: undefined,
    } as const;
    expect(breachToJson(breachAnswer([breachingSeries({ answer })])).series[0]).toMatchObject({
      state: 'unlikely',
      days: null,
      earliestMs: null,
      medianMs: null,
      latestMs: null,
    });
  });

  it('says why there is no breach answer', () => {
    expect(breachToJson(breachAnswer([boundlessSeries()])).series).toStrictEqual([
      {
        name: 'b',
        labels: { node: 'b' },
        notices: ['A gap of 3 h was filled.'],
        missing: { kind: 'no-capacity', reason: 'No capacity value has labels that fit this series.' },
      },
    ]);
  });
});
