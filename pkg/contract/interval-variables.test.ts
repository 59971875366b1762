import { describe, expect, it } from 'vitest';
import { fixIntervalVariables } from './interval-variables.ts';

describe('fixIntervalVariables', () => {
  it('gives five minutes to an aggregate, whatever the step', () => {
    expect(fixIntervalVariables('rate(x[$__rate_interval])', { aggregate: 'avg', step: '1d' })).toBe('rate(x[5m])');
    expect(fixIntervalVariables('max_over_time(x[${__interval}])', {})).toBe('max_over_time(x[5m])');
  });

  it('gives the step to "last" where the step is longer than five minutes', () => {
    expect(fixIntervalVariables('rate(x[$__interval])', { aggregate: 'last', step: '6h' })).toBe('rate(x[6h])');
    expect(fixIntervalVariables('rate(x[$__interval])', { aggregate: 'last', step: '30s' })).toBe('rate(x[5m])');
  });

  it('takes the automatic step of the horizon for "last"', () => {
    const last = { aggregate: 'last', step: 'auto' };
    expect(fixIntervalVariables('$__interval', { ...last, horizon: '6h' })).toBe('5m');
    expect(fixIntervalVariables('$__interval', { ...last, horizon: '14d' })).toBe('1d');
    expect(fixIntervalVariables('$__interval', { ...last, horizon: 'soon' })).toBe('1h');
  });

  it('writes milliseconds where they are asked for', () => {
    expect(fixIntervalVariables('$__interval_ms + ${__rate_interval_ms}', {})).toBe('300000 + 300000');
  });

  it('leaves other variables alone', () => {
    const expr = 'x{a="$__interval_of_mine"}[$__range] + $interval';
    expect(fixIntervalVariables(expr, {})).toBe(expr);
  });
});
