// @vitest-environment jsdom
import { createDataFrame, FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { anomaly } from '../../../../tests/support/judged-series.ts';
import { outcomeOf } from '../outcome.ts';
import { isAnomalyFrame, readAnomalyFrame } from './anomaly-frame.ts';

const MINUTE = 60_000;
const { lower: _lower, upper: _upper, ...peak } = anomaly(0, 2 * MINUTE).peak;
const found = { ...anomaly(0, 2 * MINUTE), peak, verdict: null };

/** A frame with the columns that the engine gives an anomaly query. */
function frame(custom: object = { kind: 'anomaly', anomalies: [found] }, hidden = false) {
  const number = (name: string, values: number[], config = {}) => ({ name, type: FieldType.number, values, config });
  return createDataFrame({
    name: 'checkout',
    meta: { custom: { headroom: custom } },
    fields: [
      { name: 'time', type: FieldType.time, values: [0, MINUTE, 2 * MINUTE] },
      number('checkout', [1, 5, NaN], { custom: { hideFrom: { viz: hidden } } }),
      number('checkout usual 99% lower', [0, 0, 0]),
      number('checkout usual 99% upper', [9, 9, 9]),
      number('checkout usual 95% lower', [1, 2, 3]),
      number('checkout usual 95% upper', [4, 5, 6]),
      number('checkout usual', [2, 2, 2]),
      number('checkout score', [0, 60, 0]),
      number('checkout severity', [0, 2, 0]),
    ],
  });
}

describe('readAnomalyFrame', () => {
  it('reads value, bands and score, and what was usual at the peak', () => {
    const { judged, name } = readAnomalyFrame(frame())!;
    expect(name).toBe('checkout');
    expect(judged).toMatchObject({ startMs: 0, stepMs: MINUTE, values: [1, 5, null], score: [0, 60, 0] });
    expect(judged.bands.map(({ level }) => level)).toEqual([99, 95]);
    expect(judged.anomalies[0]?.peak).toMatchObject({ lower: 2, upper: 5, value: 5 });
  });

  it('leaves hidden series and foreign frames out', () => {
    expect(readAnomalyFrame(frame(undefined, true))).toBeUndefined();
    expect(isAnomalyFrame(frame({ kind: 'forecast' }))).toBe(false);
    expect(isAnomalyFrame(frame({ kind: 'baseline', anomalies: [] }))).toBe(true);
  });
});

describe('outcomeOf', () => {
  it('tells the gravest, or that nothing is unusual', () => {
    const one = readAnomalyFrame(frame())!;
    expect(outcomeOf([one], 'utc')).toEqual({ severity: 'warning', text: 'Warning, Thu 1 Jan, 00:00 UTC' });
    expect(outcomeOf([one, one], 'utc').text).toBe('2 anomalies. Worst: Warning, checkout, Thu 1 Jan, 00:00 UTC');
    const calm = readAnomalyFrame(frame({ kind: 'baseline', anomalies: [] }))!;
    expect(outcomeOf([calm], 'utc')).toEqual({ text: 'Nothing unusual' });
  });
});
