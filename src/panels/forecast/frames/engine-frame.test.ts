// @vitest-environment jsdom
import { createDataFrame, type DataFrame, FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import type { SeriesOptions } from '../options.ts';
import { isEngineFrame, readEngineFrame } from './engine-frame.ts';

const OPTIONS: SeriesOptions = { horizon: '', capacitySource: 'data', breachKind: 'full' };
const TRUST = { model: 'theta', reason: '', mase: 1, gainOverSeasonalNaive: 0.2, coverage: [], backtestOrigins: 3 };

function frameOf(meta: object = {}, actualConfig: object = {}): DataFrame {
  const column = (name: string, values: Array<number | null>, config: object = {}) => ({
    name,
    type: FieldType.number,
    values,
    labels: { pvc: 'a', headroom: name },
    config,
  });
  return createDataFrame({
    meta: { custom: { headroom: { kind: 'forecast', originMs: 1_020, stepMs: 10, trust: TRUST, ...meta } } },
    fields: [
      { name: 'time', type: FieldType.time, values: [1_000, 1_010, 1_020, 1_030, 1_040] },
      column('actual', [1, null, 3, null, null], { displayNameFromDS: 'a', ...actualConfig }),
      column('lower95', [null, null, null, 2, 2]),
      column('upper95', [null, null, null, 6, 8]),
      column('lower80', [null, null, null, 3, 4]),
      column('upper80', [null, null, null, 5, 7]),
      column('predicted', [null, null, 3, 4, 6]),
      column('capacity', [10, 10, 10, 10, 10]),
    ],
  });
}

const read = (frame: DataFrame, options = OPTIONS) => readEngineFrame(frame, [frame], options);

describe('readEngineFrame', () => {
  it('parts the columns at the origin', () => {
    const series = read(frameOf());
    expect(series?.name).toBe('a');
    expect(series?.forecast.actual).toEqual({ startMs: 1_000, values: [1, null, 3] });
    expect(series?.forecast.predicted).toMatchObject({ startMs: 1_030, mean: [4, 6], trust: TRUST });
    expect(series?.forecast.predicted?.bands).toEqual([
      { level: 95, lower: [2, 2], upper: [6, 8] },
      { level: 80, lower: [3, 4], upper: [5, 7] },
    ]);
    expect(series?.forecast.capacity).toBe(10);
  });

  it('takes the capacity that the options choose', () => {
    const steps = [{ value: -Infinity }, { value: 4 }, { value: 7 }].map((step) => ({ ...step, color: 'red' }));
    const frame = frameOf({}, { thresholds: { mode: 'absolute', steps } });
    expect(read(frame, { ...OPTIONS, capacitySource: 'number', capacity: 5 })?.breach?.capacity).toBe(5);
    expect(read(frame, { ...OPTIONS, capacitySource: 'threshold' })?.breach?.capacity).toBe(7);
    expect(read(frame, { ...OPTIONS, capacitySource: 'threshold', breachKind: 'below' })?.breach?.capacity).toBe(4);
    expect(read(frame, { ...OPTIONS, capacitySource: 'number' })?.breach).toBeUndefined();
  });

  it('takes the breach that the engine tells of the capacity in the data, of another one that of the bands', () => {
    const said = {
      direction: 'up',
      state: 'likely',
      probability: 0.625,
      current: 3,
      earliestMs: 1_031,
      medianMs: 1_039,
      latestMs: null,
      cumulative: [0.25, 0.625],
    };
    const frame = frameOf({ capacity: 10, breach: said });
    expect(read(frame)?.direction).toBe('up');
    expect(read(frame)?.breach).toMatchObject({
      state: 'likely',
      probability: 0.625,
      earliestMs: 1_031,
      latestMs: null,
      capacity: 10,
      cumulative: { startMs: 1_030, stepMs: 10, values: [0.25, 0.625] },
    });
    const own = read(frame, { ...OPTIONS, capacitySource: 'number', capacity: 10 });
    expect(own?.breach?.state).toBe('unlikely');
    expect(own?.direction).toBeUndefined();
  });

  it('says why there is no prediction', () => {
    const missing = { kind: 'not-enough-data', reason: 'Too short.' };
    const series = read(frameOf({ trust: undefined, missing }));
    expect(series?.forecast).toMatchObject({ missing });
    expect(series?.forecast.predicted).toBeUndefined();
    expect(series?.breach).toBeUndefined();
  });

  it('leaves out what the user hides', () => {
    expect(read(frameOf({}, { custom: { hideFrom: { viz: true } } }))).toBeUndefined();
  });

  it('knows its frames by what the engine says', () => {
    expect(isEngineFrame(frameOf())).toBe(true);
    expect(isEngineFrame(frameOf({ originMs: 'yesterday' }))).toBe(false);
    expect(isEngineFrame(createDataFrame({ fields: [] }))).toBe(false);
  });
});
