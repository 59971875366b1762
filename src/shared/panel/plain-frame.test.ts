// @vitest-environment jsdom
import { createDataFrame, FieldType } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { readPlainFrame } from './plain-frame.ts';

const frameOf = (times: number[], values: Array<number | null>, extra: object = {}) =>
  createDataFrame({
    fields: [
      { name: 'time', type: FieldType.time, values: times },
      { name: 'value', type: FieldType.number, values, labels: { pod: 'x' }, ...extra },
      { name: 'text', type: FieldType.string, values: times.map(String) },
    ],
  });
const read = (frame: ReturnType<typeof frameOf>) => readPlainFrame(frame, [frame]);

describe('readPlainFrame', () => {
  it('puts samples on a grid of their own spacing', () => {
    const [series] = read(frameOf([0, 10, 20, 40], [1, 2, 3, 5]));
    expect(series?.history).toEqual({ startMs: 0, stepMs: 10, values: Float64Array.of(1, 2, 3, NaN, 5) });
    expect(series?.name).toBe('value x');
  });

  it('begins and ends with known samples, whatever their order', () => {
    const [series] = read(frameOf([30, 20, 10, 0], [null, 3, 2, null]));
    expect(series?.history).toEqual({ startMs: 10, stepMs: 10, values: Float64Array.of(2, 3) });
  });

  it('averages long histories to steps of the clock', () => {
    const times = Array.from({ length: 2_016 }, (_, i) => 7_000 + i * 300_000);
    const [series] = read(frameOf(times, times));
    expect(series?.history.stepMs).toBe(900_000);
    expect(series?.history.startMs).toBe(900_000);
    expect(series?.history.values.slice(0, 2)).toEqual(Float64Array.of(307_000, 1_207_000));
    expect(series?.history.values.length).toBe(671);
  });

  it('averages as many samples in each step', () => {
    const stepOf = (spacing: number) => {
      const times = Array.from({ length: 1_001 }, (_, i) => i * spacing);
      return read(frameOf(times, times))[0]?.history.stepMs;
    };
    expect(stepOf(600_000)).toBe(1_200_000);
    expect(stepOf(7_000)).toBe(14_000);
  });

  it('leaves out single samples, hidden columns and bands', () => {
    expect(read(frameOf([0], [1]))).toEqual([]);
    expect(read(frameOf([0, 10], [1, 2], { config: { custom: { hideFrom: { viz: true } } } }))).toEqual([]);
    expect(read(frameOf([0, 10], [1, 2], { labels: { headroom: 'upper95' } }))).toEqual([]);
    expect(read(frameOf([0, 10], [1, 2], { labels: { headroom: 'actual' } }))).toHaveLength(1);
  });

  it('finds nothing in a table without times', () => {
    const table = createDataFrame({ fields: [{ name: 'n', type: FieldType.number, values: [1, 2] }] });
    expect(readPlainFrame(table, [table])).toEqual([]);
  });
});
