import { describe, expect, it } from 'vitest';
import { changeQuery, changeQueryType } from './change-query.ts';

describe('changeQuery', () => {
  it('sets fields and takes out those that go back to their default', () => {
    const query = { refId: 'A', expr: 'up', step: '1h' };
    expect(Object.entries(changeQuery(query, { step: undefined, horizon: '3d' }))).toEqual([
      ['refId', 'A'],
      ['expr', 'up'],
      ['horizon', '3d'],
    ]);
    expect(query.step).toBe('1h');
  });
});

describe('changeQueryType', () => {
  it('keeps what both types know', () => {
    const forecast = { refId: 'A', queryType: 'forecast' as const, expr: 'up', capacity: '1', levels: [90] };
    expect(changeQueryType(forecast, 'breach')).toEqual({ refId: 'A', queryType: 'breach', expr: 'up', capacity: '1' });
    const breach = { refId: 'A', queryType: 'breach' as const, expr: 'up', within: '2d', measure: 'days' as const };
    expect(changeQueryType(breach, 'forecast')).toEqual({ refId: 'A', queryType: 'forecast', expr: 'up' });
  });
});
