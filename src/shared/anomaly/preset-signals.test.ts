import { describe, expect, it } from 'vitest';
import { anomalyQuerySchema } from '#contract/anomaly-query.ts';
import { autoHistory } from '#contract/auto-grid.ts';
import { parseDuration } from '#contract/duration.ts';
import { detect } from '#model/anomaly/detect.ts';
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

describe('the preset of workload memory', () => {
  const PER_DAY = 288;
  const LENGTH = 28 * PER_DAY;
  const AT = LENGTH - 60;
  /** Memory that moves by the hour, times a factor from some hours before the end on. */
  const found = (factor: (since: number) => number) => {
    const values = Float64Array.from({ length: LENGTH }, (_, i) => {
      const usual = 500 + 20 * Math.sin((2 * Math.PI * i) / PER_DAY) + 6 * Math.sin(i * 12.9898) * Math.sin(i * 78.233);
      return i < AT ? usual : usual * factor(i - AT);
    });
    const input = PRESET_SIGNALS.find(({ id }) => id === 'workload-memory')?.input.query;
    const query = anomalyQuerySchema.parse({ ...input, queryType: 'anomaly' });
    const { direction, threshold, sensitivity, minRelativeDeviation, minDuration } = query;
    const series = { startMs: 0, stepMs: 300_000, values };
    const outcome = detect({
      series,
      direction,
      threshold,
      sensitivity,
      minRelativeDeviation,
      minDurationMs: minDuration,
    });
    return outcome.kind === 'detection'
      ? outcome.anomalies.filter(({ startMs }) => startMs >= AT * 300_000)
      : undefined;
  };

  it('finds nothing in a restart that frees memory, which then fills again', () => {
    expect(found((since) => Math.min(1, 0.4 + since / 60))).toEqual([]);
  });

  it('finds memory that rises beyond what is usual', () => {
    expect(found(() => 1.6)).not.toEqual([]);
  });
});
