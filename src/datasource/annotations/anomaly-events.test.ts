// @vitest-environment jsdom
import { createDataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { valueUnit } from '../../shared/forecast/units.ts';
import { anomalyEvents } from './anomaly-events.ts';

const HOUR = 3_600_000;
const NOW = 10 * HOUR;
const UNIT = valueUnit('short');

/** The columns that the engine gives an anomaly query in the form of a table, newest first. */
const TABLE = createDataFrame({
  fields: [
    { name: 'Severity', values: ['warning', 'critical'] },
    { name: 'Series', values: ['ledger', 'checkout'] },
    { name: 'Start', values: [9 * HOUR, 2 * HOUR] },
    { name: 'End', values: [null, 3 * HOUR] },
    { name: 'Value', values: [5, 1] },
    { name: 'Usual', values: [null, 2] },
    { name: 'Score', values: [41.6, 67] },
    { name: 'Why', values: ['a series that normally moves has stopped', '4.0 standard deviations below'] },
  ],
});

describe('anomalyEvents', () => {
  it('marks from where to where, how severe, and why, earliest first', () => {
    expect(anomalyEvents([TABLE], UNIT, NOW)).toEqual([
      {
        time: 2 * HOUR,
        timeEnd: 3 * HOUR,
        isRegion: true,
        title: 'Critical: checkout below what is usual',
        text: '1, usually 2. 4.0 standard deviations below. Score 67.',
        tags: ['anomaly', 'critical', 'below'],
      },
      {
        time: 9 * HOUR,
        timeEnd: NOW,
        isRegion: true,
        title: 'Warning: ledger above what is usual',
        text: '5. A series that normally moves has stopped. Score 42. It goes on.',
        tags: ['anomaly', 'warning', 'above'],
      },
    ]);
  });

  it('marks nothing of frames that are no such table, nor of unknown severities', () => {
    const other = createDataFrame({
      fields: [
        { name: 'Severity', values: ['fatal'] },
        { name: 'Start', values: [1] },
      ],
    });
    expect(anomalyEvents([createDataFrame({ fields: [] }), other], UNIT, NOW)).toEqual([]);
  });
});
