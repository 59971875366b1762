import { describe, expect, it } from 'vitest';
import { forecastRequestSchema } from '#contract/rest.ts';
import { EXAMPLE_SIGNALS } from '../../shared/forecast/example-signals.ts';
import { fieldErrors } from '../../shared/forecast/query-fields.ts';
import { toForecastCall, toQueryFields } from './forecast-call.ts';
import { DEFAULT_QUERY } from './page-query.ts';

const ASKED = { ...DEFAULT_QUERY, expr: 'up' };

describe('toQueryFields', () => {
  it('leaves out what has its usual value, the model of stored forecasts among it', () => {
    expect(toQueryFields(ASKED)).toEqual({ expr: 'up', horizon: '7d', direction: 'up' });
  });

  it('writes numbers as numbers', () => {
    const fields = toQueryFields({ ...ASKED, levels: '50,90', lowerBound: '0', model: 'auto', step: '1h' });
    expect(fields).toMatchObject({ levels: [50, 90], lowerBound: 0, model: 'auto', step: '1h' });
    expect(fieldErrors(fields)).toEqual({});
  });

  it('knows the bounds of an example, and takes others when they are given', () => {
    const { query } = EXAMPLE_SIGNALS.find(({ id }) => id === 'cpu') ?? { query: ASKED };
    expect(toQueryFields({ ...ASKED, ...query })).toMatchObject({ lowerBound: 0, upperBound: 1 });
    expect(toQueryFields({ ...ASKED, ...query, upperBound: '2' })).toMatchObject({ lowerBound: 0, upperBound: 2 });
  });
});

describe('toForecastCall', () => {
  it('asks for nothing while something is missing or wrong', () => {
    expect(toForecastCall(undefined, toQueryFields(ASKED), 1e12)).toBeUndefined();
    expect(toForecastCall('a', toQueryFields({ ...ASKED, expr: '' }), 1e12)).toBeUndefined();
    expect(toForecastCall('a', toQueryFields({ ...ASKED, horizon: 'soon' }), 1e12)).toBeUndefined();
    expect(toForecastCall('a', toQueryFields({ ...ASKED, levels: '200' }), 1e12)).toBeUndefined();
  });

  it('asks what the engine accepts', () => {
    const call = toForecastCall('a', toQueryFields(ASKED), 1e12);
    expect(forecastRequestSchema.safeParse({ range: call?.range, query: call?.query }).error).toBeUndefined();
    expect(call?.range).toEqual({ fromMs: 1e12 - 604_800_000, toMs: 1e12 });
  });
});
