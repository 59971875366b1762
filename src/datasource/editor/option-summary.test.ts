import { describe, expect, it } from 'vitest';
import { summariseOptions } from './option-summary.ts';

describe('summariseOptions', () => {
  it('says what "auto" means for the horizon at hand', () => {
    expect(summariseOptions({ refId: 'A', queryType: 'forecast', expr: 'up' })).toEqual([
      'Bands: 80, 95%',
      'Step: auto (1h)',
      'Training window: auto (30d)',
    ]);
    const monthly = summariseOptions({ refId: 'A', expr: 'up', horizon: '30d' });
    expect(monthly).toContain('Step: auto (1d)');
    expect(monthly).toContain('Training window: auto (180d)');
  });

  it('repeats what is set, and leaves bands out of a breach', () => {
    const texts = summariseOptions({
      refId: 'A',
      queryType: 'breach',
      step: '15m',
      trainingWindow: '$window',
      legendFormat: '{{node}}',
      aggregate: 'max',
      model: 'seasonal-naive',
      upperBound: 1,
      timeZone: 'Europe/Berlin',
      exclusions: '2026-03-01',
      events: 'sale=2026-11-27',
    });
    expect(texts).toEqual([
      'Step: 15m',
      'Training window: $window',
      'Legend: {{node}}',
      'Model: seasonal-naive',
      'Aggregate: max',
      'Bounds: auto to 1',
      'Time zone: Europe/Berlin',
      'Exclusions: 2026-03-01',
      'Events: sale=2026-11-27',
    ]);
  });

  it('tells of an anomaly what is unusual about its judgement', () => {
    expect(summariseOptions({ refId: 'A', queryType: 'anomaly', expr: 'up' })).toEqual([
      'Step: auto',
      'History: auto (4w)',
    ]);
    const texts = summariseOptions({
      refId: 'A',
      queryType: 'anomaly',
      sensitivity: { critical: 0.5 },
      detectors: ['flatline', 'record'],
      exclusions: '2026-03-01',
    });
    expect(texts.slice(2)).toEqual([
      'False alarms: critical 0.5',
      'Detectors: flatline, record',
      'Maintenance windows: 2026-03-01',
    ]);
  });
});
