import { describe, expect, it } from 'vitest';
import { PRESET_SIGNALS } from '../../shared/anomaly/preset-signals.ts';
import { draftErrors, falseAlarmText, toDraft, withField } from './signal-form.ts';

describe('draftErrors', () => {
  it('says what is missing in an empty draft', () => {
    expect(draftErrors(toDraft(undefined))).toMatchObject({ name: /Enter/, expr: /Enter/ });
  });

  it('finds nothing wrong with any preset', () => {
    for (const { input } of PRESET_SIGNALS) {
      expect(draftErrors({ ...input, unit: input.unit ?? '' })).toEqual({});
    }
  });

  it('names the field by what the form calls it', () => {
    const draft = { name: 'x', unit: '', query: { expr: 'up', minDuration: 'soon' } };
    expect(Object.keys(draftErrors(draft))).toEqual(['minDuration']);
    const sensitivity = { info: 1, warning: 2, critical: 0, emergency: 0 };
    expect(draftErrors(withField(draft, 'sensitivity', sensitivity))['sensitivity']).toMatch(/graver/);
  });
});

describe('withField', () => {
  it('takes out a field that goes back to its default', () => {
    const draft = withField(toDraft(undefined), 'direction', 'up');
    expect(draft.query.direction).toBe('up');
    expect(withField(draft, 'direction', undefined)).toEqual(toDraft(undefined));
  });
});

describe('falseAlarmText', () => {
  it('tells of the severities that count', () => {
    expect(falseAlarmText({ expr: 'up' })).toBe('Warning 1 · Critical 0.1 · Emergency 0.01');
    expect(falseAlarmText({ expr: 'up', threshold: 'critical' })).toBe('Critical 0.1 · Emergency 0.01');
  });
});
