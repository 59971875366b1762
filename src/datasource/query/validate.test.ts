import { describe, expect, it } from 'vitest';
import type { HeadroomQuery } from '../types.ts';
import { validateQuery } from './validate.ts';

const variables = {
  replace: (text: string) => text.replaceAll('$ahead', '14d'),
  containsVariable: (text: string) => text.includes('$'),
};
const validate = (query: Partial<HeadroomQuery>) => validateQuery({ refId: 'A', ...query }, variables);

describe('validateQuery', () => {
  it('finds nothing wrong with a good query', () => {
    expect(validate({ queryType: 'forecast', expr: 'up', horizon: '7d', levels: [80, 95] })).toEqual({});
    expect(validate({ queryType: 'breach', expr: 'used', capacity: 'size' })).toEqual({});
  });

  it('names the field and says what to write instead', () => {
    expect(validate({ expr: 'up', horizon: 'soon' })).toEqual({
      horizon: '"soon" is not a duration. Write it as in Prometheus, such as 30m, 12h or 7d.',
    });
    expect(validate({ expr: 'up', horizon: '91d' }).horizon).toMatch(/between 1m and 90d/);
    expect(validate({ expr: '  ' }).expr).toBe('The expression is empty. Enter a PromQL expression.');
    expect(Object.keys(validate({ expr: 'up', levels: [] }))).toEqual(['levels']);
  });

  it('wants a capacity and a window within the horizon for a breach', () => {
    expect(validate({ queryType: 'breach', expr: 'used', within: '10d' })).toEqual({
      capacity: 'A breach needs a capacity. Enter a number or a PromQL expression.',
      within: 'This is beyond the horizon. Shorten it, or lengthen the horizon.',
    });
    expect(validate({ queryType: 'breach', expr: 'used', capacity: '1', horizon: '3d' })).toHaveProperty('within');
  });

  it('judges the values of variables, and not what has no value here', () => {
    expect(validate({ expr: 'up', horizon: '$ahead' })).toEqual({});
    expect(validate({ expr: 'up', horizon: '$unknown', step: '$unknown' })).toEqual({});
  });

  it('refuses expressions that follow the range of the dashboard', () => {
    expect(validate({ expr: 'increase(x[$__range])' }).expr).toMatch(/with every zoom/);
  });
});
