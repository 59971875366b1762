import { describe, expect, it } from 'vitest';
import { fieldErrors } from './query-fields.ts';

describe('fieldErrors', () => {
  it('takes what the engine takes', () => {
    expect(fieldErrors({ expr: 'up', horizon: '36h' })).toEqual({});
  });

  it('names each wrong field with its reason', () => {
    const errors = fieldErrors({ expr: '', horizon: 'soon', levels: [80, 80] });
    expect(errors.expr).toContain('empty');
    expect(errors.horizon).toContain('is not a duration');
    expect(errors.levels).toContain('once');
    expect(fieldErrors({ expr: 'up', horizon: '400d' }).horizon).toContain('out of range');
  });
});
