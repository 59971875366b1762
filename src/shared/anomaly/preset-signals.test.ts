import { describe, expect, it } from 'vitest';
import { shippedRule } from '../../../tests/support/shipped-rule.ts';
import { PRESET_SIGNALS } from './preset-signals.ts';

describe('the preset of workload CPU', () => {
  it('judges by what the shipped rule judges by, so that page and alert agree', () => {
    const rule = shippedRule('behaviour').query;
    const query = PRESET_SIGNALS.find(({ id }) => id === 'workload-cpu')?.input.query;
    const { expr, minRelativeDeviation, minDuration, trainingWindow } = query ?? {};
    expect(rule).toMatchObject({ expr, minRelativeDeviation, minDuration, trainingWindow });
    expect(trainingWindow).toBe('28d');
  });
});
