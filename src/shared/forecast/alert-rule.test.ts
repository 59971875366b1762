import { describe, expect, it } from 'vitest';
import { alertPreviewSchema } from '#contract/alert-preview.ts';
import { breachQuerySchema } from '#contract/query.ts';
import { alertQuery, DEFAULT_ALERT, pendingError, previewRequest, ruleDefaults, withinError } from './alert-rule.ts';

const QUERY = { sourceUid: 'a', fields: { expr: 'used', capacity: 'size', horizon: '7d', levels: [80] } };

describe('ruleDefaults', () => {
  const rule = ruleDefaults(QUERY, DEFAULT_ALERT, { title: 'Volumes', kind: 'full' });

  it('asks for the chance of a breach, as the engine takes it', () => {
    const { refId: _ref, datasource: _source, ...fields } = alertQuery(QUERY, DEFAULT_ALERT);
    expect(breachQuerySchema.parse(fields)).toMatchObject({ within: 4 * 86_400_000, measure: 'probability' });
    expect(fields).not.toHaveProperty('levels');
    expect(rule.queries[0]?.model).toMatchObject(fields);
  });

  it('fires above the threshold', () => {
    expect(rule.condition).toBe('B');
    expect(rule.queries[1]?.model).toMatchObject({
      type: 'threshold',
      expression: 'A',
      conditions: [{ evaluator: { type: 'gt', params: [0.8] } }],
    });
  });

  it('says what is likely and until when', () => {
    expect(rule.name).toBe('Volumes: likely to be full within 4 days');
    expect(ruleDefaults(QUERY, { ...DEFAULT_ALERT, within: '6h' }, { title: 'CPU', kind: 'at-capacity' }).name).toBe(
      'CPU: likely to be at its capacity within 6h'
    );
  });
});

describe('previewRequest', () => {
  it('is what the engine replays: the same query, threshold and pending period', () => {
    const { sourceUid, body } = previewRequest(QUERY, DEFAULT_ALERT);
    expect(sourceUid).toBe('a');
    expect(alertPreviewSchema.parse(body)).toMatchObject({
      threshold: 0.8,
      for: 300_000,
      noDataState: 'KeepLast',
      query: { expr: 'used', within: 4 * 86_400_000 },
    });
  });
});

describe('pendingError', () => {
  it('takes durations only', () => {
    expect(pendingError(DEFAULT_ALERT)).toBeUndefined();
    expect(pendingError({ ...DEFAULT_ALERT, pending: 'a while' })).toContain('duration');
  });
});

describe('withinError', () => {
  it('takes at most the horizon', () => {
    expect(withinError(DEFAULT_ALERT, '7d')).toBeUndefined();
    expect(withinError(DEFAULT_ALERT, '1d')).toBe('At most the horizon, 1d.');
    expect(withinError({ ...DEFAULT_ALERT, within: 'soon' }, '7d')).toContain('duration');
  });
});
