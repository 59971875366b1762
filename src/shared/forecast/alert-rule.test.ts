import { describe, expect, it } from 'vitest';
import { alertPreviewSchema } from '#contract/alert-preview.ts';
import { parseQuery } from '#contract/parse-query.ts';
import {
  alertFields,
  type AlertSubject,
  DEFAULT_ALERT,
  pendingError,
  previewRequest,
  ruleDefaults,
  ruleTitle,
  withinError,
} from './alert-rule.ts';

const QUERY = {
  sourceUid: 'a',
  fields: { expr: 'used', capacity: 'size', horizon: '7d', model: 'ets' as const, levels: [80] },
};
const VOLUMES: AlertSubject = { title: 'Volumes', kind: 'full', labels: [{ pvc: 'a' }, { pvc: 'b' }] };
const PLACE = { folder: { uid: 'f', title: 'Ops' }, group: 'g', interval: '1m', title: 'A rule' };

describe('ruleDefaults', () => {
  const rule = ruleDefaults(QUERY, DEFAULT_ALERT, VOLUMES, PLACE);

  it('carries the whole query through what Grafana keeps of it', () => {
    const { refId, datasource, queryType, expression } = rule.queries[0]!.model as Record<string, unknown>;
    const { query, notices } = parseQuery({ refId, datasource, queryType, expression });
    expect(query).toMatchObject({
      queryType: 'breach',
      expr: 'used',
      capacity: 'size',
      model: 'ets',
      horizon: 7 * 86_400_000,
      within: 4 * 86_400_000,
      measure: 'probability',
    });
    expect(query).not.toHaveProperty('levels');
    expect(notices).toEqual([]);
  });

  it('fires above the threshold', () => {
    expect(rule.condition).toBe('C');
    expect(rule.queries[1]?.model).toMatchObject({ type: 'reduce', reducer: 'last', expression: 'A' });
    expect(rule.queries[2]?.model).toMatchObject({
      type: 'threshold',
      expression: 'B',
      conditions: [{ evaluator: { type: 'gt', params: [0.8] } }],
    });
  });

  it('says where it goes, and leaves that to the editor when it is not known', () => {
    expect(rule).toMatchObject({ name: 'A rule', folder: { uid: 'f', title: 'Ops' }, group: 'g' });
    const unplaced = ruleDefaults(QUERY, DEFAULT_ALERT, VOLUMES, { ...PLACE, folder: undefined });
    expect(unplaced).not.toHaveProperty('folder');
    expect(unplaced).not.toHaveProperty('group');
  });

  it('names the series in its summary, by legend or labels', () => {
    const summary = (legendFormat: string, subject = VOLUMES) =>
      ruleDefaults({ ...QUERY, fields: { ...QUERY.fields, legendFormat } }, DEFAULT_ALERT, subject, PLACE)
        .annotations[0]?.value;
    expect(summary('')).toBe('Volumes: {{ $labels.pvc }} is likely to be full within 4 days');
    expect(summary('of {{pvc}}')).toBe('Volumes: of {{ $labels.pvc }} is likely to be full within 4 days');
    expect(summary('', { ...VOLUMES, title: 'a{{b}}', labels: [{}] })).toBe(
      'a{{ "{{" }}b}} is likely to be full within 4 days'
    );
  });
});

describe('ruleTitle', () => {
  it('says what is likely and until when', () => {
    expect(ruleTitle(VOLUMES, DEFAULT_ALERT, [])).toBe('Volumes: likely to be full within 4 days');
    const cpu: AlertSubject = { title: 'CPU', kind: 'at-capacity', labels: [] };
    expect(ruleTitle(cpu, { ...DEFAULT_ALERT, within: '6h' }, [])).toBe('CPU: likely to be at its capacity within 6h');
  });

  it('takes no name that is taken', () => {
    const taken = ['Volumes: likely to be full within 4 days', 'Volumes: likely to be full within 4 days (2)'];
    expect(ruleTitle(VOLUMES, DEFAULT_ALERT, taken)).toBe('Volumes: likely to be full within 4 days (3)');
  });
});

describe('previewRequest', () => {
  it('is what the engine replays: the same query, threshold, pending period and interval', () => {
    const { sourceUid, body } = previewRequest(QUERY, DEFAULT_ALERT, '2m');
    expect(sourceUid).toBe('a');
    expect(body.query).toEqual(alertFields(QUERY, DEFAULT_ALERT));
    expect(alertPreviewSchema.parse(body)).toMatchObject({
      threshold: 0.8,
      for: 300_000,
      interval: 120_000,
      noDataState: 'KeepLast',
    });
  });
});

describe('pendingError', () => {
  it('takes durations only, none or an interval and more', () => {
    expect(pendingError(DEFAULT_ALERT, '1m')).toBeUndefined();
    expect(pendingError({ ...DEFAULT_ALERT, pending: '0s' }, '1m')).toBeUndefined();
    expect(pendingError({ ...DEFAULT_ALERT, pending: 'a while' }, '1m')).toContain('duration');
    expect(pendingError(DEFAULT_ALERT, '10m')).toContain('10m');
  });
});

describe('withinError', () => {
  it('takes at most the horizon', () => {
    expect(withinError(DEFAULT_ALERT, '7d')).toBeUndefined();
    expect(withinError(DEFAULT_ALERT, '1d')).toBe('At most the horizon, 1d.');
    expect(withinError({ ...DEFAULT_ALERT, within: 'soon' }, '7d')).toContain('duration');
  });
});
