import { describe, expect, it } from 'vitest';
import { forecastRequestSchema } from '#contract/rest.ts';
import { EXAMPLE_SIGNALS } from './example-signals.ts';
import { toForecastCall } from './forecast-call.ts';

const ASKED = { expr: 'up', capacity: '', direction: 'up', horizon: '7d' } as const;

describe('toForecastCall', () => {
  it('asks for nothing while something is missing or wrong', () => {
    expect(toForecastCall(undefined, ASKED, 1e12)).toBeUndefined();
    expect(toForecastCall('a', { ...ASKED, expr: '' }, 1e12)).toBeUndefined();
    expect(toForecastCall('a', { ...ASKED, horizon: 'soon' }, 1e12)).toBeUndefined();
  });

  it('asks what the engine accepts', () => {
    const call = toForecastCall('a', ASKED, 1e12);
    expect(forecastRequestSchema.safeParse({ range: call?.range, query: call?.query }).error).toBeUndefined();
    expect(call?.range).toEqual({ fromMs: 1e12 - 604_800_000, toMs: 1e12 });
  });

  it('knows the bounds of an example', () => {
    const { query } = EXAMPLE_SIGNALS.find(({ id }) => id === 'cpu') ?? { query: ASKED };
    expect(toForecastCall('a', { ...query, horizon: '1d' }, 1e12)?.query).toMatchObject({
      lowerBound: 0,
      upperBound: 1,
    });
  });
});
