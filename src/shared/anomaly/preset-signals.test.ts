import { describe, expect, it } from 'vitest';
import { autoHistory } from '#contract/auto-grid.ts';
import { parseDuration } from '#contract/duration.ts';
import { shippedRule } from '../../../tests/support/shipped-rule.ts';
import { PRESET_SIGNALS } from './preset-signals.ts';

describe('the preset of workload CPU', () => {
  it('judges by what the shipped rule judges by, so that page and alert agree', () => {
    const rule = shippedRule('behaviour').query;
    const query = PRESET_SIGNALS.find(({ id }) => id === 'workload-cpu')?.input.query;
    const { expr, minRelativeDeviation, minDuration } = query ?? {};
    expect(rule).toMatchObject({ expr, minRelativeDeviation, minDuration });
  });
});

describe('every preset', () => {
  it('learns from as much history as the shipped rule', () => {
    const { step, trainingWindow } = shippedRule('behaviour').query;
    expect(parseDuration(String(trainingWindow))).toBe(autoHistory(parseDuration(String(step)) ?? NaN));
    for (const { input } of PRESET_SIGNALS) {
      expect(input.query.trainingWindow ?? 'auto').toBe('auto');
    }
  });
});
