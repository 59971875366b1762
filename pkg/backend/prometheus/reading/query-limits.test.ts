import { describe, expect, it } from 'vitest';
import { HeadroomError } from '#contract/errors.ts';
import type { RangeRequest, SampleEstimate } from '../../app/ports/series-reader.ts';
import { settingsOf } from '../../../../tests/support/source-settings.ts';
import { requireAffordable, requireFewSeries } from './query-limits.ts';

const HOUR = 3_600_000;
const { limits } = settingsOf('http://h');
const month: RangeRequest = { expr: 'up', startMs: 0, endMs: 719 * HOUR, stepMs: HOUR, aggregate: 'avg' };

function refusal(estimate: SampleEstimate, request = month, own = limits): HeadroomError | undefined {
  try {
    requireAffordable(estimate, request, own);
    return undefined;
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(HeadroomError);
    expect(thrown).toMatchObject({ code: 'too_large', field: 'expr' });
    return thrown as HeadroomError;
  }
}

describe('requireAffordable', () => {
  it('lets a query at its limits pass', () => {
    expect(refusal({ series: 500, points: 360_000, samples: 50_000_000 })).toBeUndefined();
  });

  it('refuses too many series', () => {
    expect(refusal({ series: 61_000, points: 0, samples: undefined })?.sentence).toBe(
      'Prometheus would return 61,000 series (limit 500). Narrow the expression or raise the series limit of the data source.'
    );
  });

  it('refuses too many samples', () => {
    expect(refusal({ series: 500, points: 360_000, samples: 86_400_000 })?.sentence).toBe(
      'Prometheus would load 86,400,000 samples (limit 50,000,000). Narrow the expression, shorten the training window, or raise the sample limit of the data source.'
    );
  });

  it('counts evaluations where the server does not count samples', () => {
    const estimate = { series: 500, points: 360_000, samples: undefined };
    expect(refusal(estimate)).toBeUndefined();
    expect(refusal(estimate, month, { ...limits, maxSamples: 4_000_000 })?.message).toBe(
      'Prometheus would load at least 4,320,000 samples (limit 4,000,000).'
    );
  });

  it('refuses what would not fit into memory, whatever the limits say', () => {
    const wide = { ...limits, maxSeries: 50_000, maxSamples: 1_000_000_000 };
    const estimate = { series: 50_000, points: 1, samples: 1 };
    expect(refusal(estimate, month, wide)).toBeUndefined();
    expect(refusal(estimate, { ...month, endMs: 800 * HOUR }, wide)?.message).toBe(
      'The answer would hold 40,050,000 points (limit 40,000,000).'
    );
    const endless = { ...month, endMs: 1e9 * HOUR };
    expect(refusal({ series: 0, points: 0, samples: 0 }, endless, wide)?.message).toContain('1,000,000,001 points');
  });
});

describe('requireFewSeries', () => {
  it('tells what came where it was not foreseen', () => {
    expect(() => requireFewSeries(500, limits, 'returned')).not.toThrow();
    expect(() => requireFewSeries(501, limits, 'returned')).toThrow('Prometheus returned 501 series (limit 500).');
  });
});
