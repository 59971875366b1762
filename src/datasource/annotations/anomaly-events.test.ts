// @vitest-environment jsdom
import { createDataFrame, FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { anomaly } from '../../../tests/support/judged-series.ts';
import { valueUnit } from '../../shared/forecast/units.ts';
import { anomalyEvents } from './anomaly-events.ts';

const HOUR = 3_600_000;
const WORDING = { unit: valueUnit('short'), timeZone: 'UTC' };

function frame(name: string, custom: object | undefined) {
  const meta = custom === undefined ? {} : { custom: { headroom: custom } };
  return createDataFrame({ name, meta, fields: [{ name: 'time', type: FieldType.time, values: [0] }] });
}

describe('anomalyEvents', () => {
  const past = { ...anomaly(2 * HOUR, 3 * HOUR), isOpen: false, severity: 'critical', direction: 'down' };
  const lasting = { ...anomaly(HOUR, HOUR), isOpen: true, severity: 'warning', direction: 'up' };

  it('marks from where to where, how severe, and why, earliest first', () => {
    const frames = [
      frame('checkout', { kind: 'anomaly', anomalies: [past] }),
      frame('ledger', { kind: 'anomaly', anomalies: [lasting] }),
    ];
    const [first, second] = anomalyEvents(frames, WORDING);
    expect(first).toMatchObject({
      time: HOUR,
      timeEnd: HOUR,
      isRegion: false,
      title: 'Warning: ledger above what is usual',
      tags: ['anomaly', 'warning', 'above'],
    });
    expect(first?.text).toMatch(/ Goes on\.$/);
    expect(second).toMatchObject({
      time: 2 * HOUR,
      timeEnd: 3 * HOUR,
      isRegion: true,
      title: 'Critical: checkout below what is usual',
      tags: ['anomaly', 'critical', 'below'],
    });
    const sentence = past.evidence[0]!.sentence;
    expect(second?.text?.toLowerCase()).toContain(sentence.toLowerCase());
    expect(second?.text).toMatch(/usually .*Score \d+\.$/);
  });

  it('marks nothing of frames that are no answer of ours', () => {
    expect(anomalyEvents([frame('a', undefined), frame('b', { kind: 'forecast' })], WORDING)).toEqual([]);
  });
});
