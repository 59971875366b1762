import { describe, expect, it } from 'vitest';
import { gathered } from './gathered.ts';

const band = { level: 80, lower: Float64Array.of(1, NaN), upper: Float64Array.of(3, -0) };
const outcome = {
  kind: 'forecast',
  mean: Float64Array.of(2, 5, 7),
  bands: [band, { ...band, level: 95 }],
  severity: Uint8Array.of(1, 2, 3),
  anomalous: Int8Array.of(-1, 1),
  loudest: Int16Array.of(-1, 300, 2),
  notices: ['short history'],
  peak: { value: NaN, reason: undefined },
  last: Float64Array.of(Infinity),
};

describe('a value whose numbers are gathered in one buffer', () => {
  it('is what it was, and its arrays are views into that buffer', () => {
    const { value, buffer } = gathered(outcome);
    expect(value).toEqual(outcome);
    const arrays = [value.mean, value.severity, value.anomalous, value.loudest, value.last, value.bands[1]?.upper];
    expect(arrays.map((array) => array?.buffer === buffer)).toEqual(new Array(arrays.length).fill(true));
    expect(outcome.mean.buffer).not.toBe(buffer);
  });

  it('reaches another thread whole when that buffer is handed over', () => {
    const { value, buffer } = gathered(outcome);
    expect(structuredClone(value, { transfer: [buffer] })).toEqual(outcome);
    expect(buffer.byteLength).toBe(0);
  });

  it('takes from a view only what the view shows', () => {
    const { value, buffer } = gathered([Float64Array.of(1, 2, 3, 4).subarray(1, 3)]);
    expect(value).toEqual([Float64Array.of(2, 3)]);
    expect(buffer.byteLength).toBe(16);
  });

  it('leaves shared memory, maps and other arrays alone', () => {
    const shared = new Float64Array(new SharedArrayBuffer(8));
    const map = new Map([['a', Float64Array.of(1)]]);
    const dates = new BigInt64Array(2);
    const { value, buffer } = gathered({ shared, map, dates });
    expect([value.shared, value.map, value.dates]).toEqual([shared, map, dates]);
    expect([value.shared === shared, value.map === map, value.dates === dates]).toEqual([true, true, true]);
    expect(buffer.byteLength).toBe(0);
  });
});
