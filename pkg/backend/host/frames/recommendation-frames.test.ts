import { describe, expect, it } from 'vitest';
import { type RecommendationsResponse, recommendationsQuerySchema } from '#contract/recommendations.ts';
import { SAMPLE_ADVICE } from '../../../../tests/support/sample-advice.ts';
import { recommendationFrame } from './recommendation-frames.ts';

const query = (fields: object = {}) => recommendationsQuerySchema.parse({ queryType: 'recommendations', ...fields });

const answer = (state: 'proposed' | 'rejected' = 'proposed', madeMs: number | null = 1): RecommendationsResponse => ({
  madeMs,
  historyMs: 1,
  lacking: ['Throttling: nothing was found.'],
  leastSaving: 1,
  totals: { changes: 2, savingPerMonth: 3, extraPerMonth: 0, reliability: 0, currency: 'USD' },
  recommendations: SAMPLE_ADVICE.recommendations.map((one) => ({
    ...one,
    state,
    version: 0,
    snoozedUntilMs: null,
    history: [],
  })),
});

const column = (frame: ReturnType<typeof recommendationFrame>, name: string): unknown => {
  const values = frame.fields.find((field) => field.name === name)?.values;
  return values?.type === 'string' ? values.strings : values?.type === 'number' ? [...values.numbers] : undefined;
};

describe('recommendationFrame', () => {
  it('has a row for each open change, with amounts as Kubernetes writes them', () => {
    const frame = recommendationFrame(answer(), query(), 'A', false);
    expect(column(frame, 'Object')).toEqual(['shop/Deployment/web', 'shop/Deployment/web']);
    expect((column(frame, 'Change') as string[]).join()).toMatch(/cpu request 2 → \d+m.*memory request 8Gi → \d+Mi/);
    expect((column(frame, 'Saving a month') as number[]).every((saving) => saving > 0)).toBe(true);
    expect(JSON.stringify(frame.meta)).toContain('Throttling');
  });

  it('gives rules one number a namespace, without volatile labels', () => {
    const saving = recommendationFrame(answer(), query({ measure: 'saving' }), 'A', true);
    const total = SAMPLE_ADVICE.recommendations.reduce((sum, { cost }) => sum + cost.saving, 0);
    expect(saving.meta['type']).toBe('numeric-long');
    expect(column(saving, 'namespace')).toEqual(['shop']);
    expect((column(saving, 'saving') as number[])[0]).toBeCloseTo(total, 9);
    const count = recommendationFrame(answer(), query(), 'A', true);
    expect(column(count, 'count')).toEqual([2]);
  });

  it('leaves out other namespaces, other kinds and what was rejected', () => {
    for (const frame of [
      recommendationFrame(answer(), query({ namespace: 'other' }), 'A', false),
      recommendationFrame(answer(), query({ kinds: ['reliability'] }), 'A', false),
      recommendationFrame(answer('rejected'), query(), 'A', false),
    ]) {
      expect(column(frame, 'Object')).toEqual([]);
    }
  });

  it('says that there was no run yet', () => {
    const frame = recommendationFrame(answer('proposed', null), query(), 'A', false);
    expect(JSON.stringify(frame.meta)).toContain('Nobody has asked for recommendations yet');
  });
});
