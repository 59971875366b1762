import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from './arrow.ts';
import type { Frame } from './frame.ts';

const frame: Frame = {
  name: 'cpu',
  refId: 'A',
  meta: { type: 'timeseries-wide', typeVersion: [0, 1] },
  fields: [
    { name: 'Time', values: { type: 'time', ms: Float64Array.of(1_700_000_000_000, 1_700_003_600_000, NaN) } },
    {
      name: 'predicted',
      labels: { node: 'a' },
      config: { unit: 'bytes' },
      values: { type: 'number', numbers: Float64Array.of(NaN, -0.1, 2 ** 60) },
    },
    { name: 'note', values: { type: 'string', strings: ['x', undefined, 'ü'] } },
  ],
};

describe('encodeFrame', () => {
  const table = tableFromIPC(encodeFrame(frame));

  it('carries name, refId and meta in the schema', () => {
    expect(Object.fromEntries(table.schema.metadata)).toEqual({
      name: 'cpu',
      refId: 'A',
      meta: '{"type":"timeseries-wide","typeVersion":[0,1]}',
    });
  });

  it('carries labels and config in the field', () => {
    const metadata = table.schema.fields[1]?.metadata ?? new Map<string, string>();
    expect(Object.fromEntries(metadata)).toEqual({
      name: 'predicted',
      tstype: 'number',
      labels: '{"node":"a"}',
      config: '{"unit":"bytes"}',
    });
  });

  it('keeps numbers bit for bit and turns NaN into null', () => {
    expect(table.getChild('predicted')?.toArray()).toHaveLength(3);
    expect([...(table.getChild('predicted') ?? [])]).toEqual([null, -0.1, 2 ** 60]);
  });

  it('writes time in nanoseconds', () => {
    const column = table.getChildAt(0);
    expect(String(column?.type)).toBe('Timestamp<NANOSECOND>');
    expect((column?.data[0]?.values as BigInt64Array)[1]).toBe(1_700_003_600_000_000_000n);
    expect(column?.get(2)).toBeNull();
  });

  it('keeps strings and missing strings', () => {
    expect([...(table.getChild('note') ?? [])]).toEqual(['x', null, 'ü']);
  });

  it('is an Arrow file, not a stream', () => {
    expect(new TextDecoder().decode(encodeFrame(frame).slice(0, 6))).toBe('ARROW1');
  });

  it('encodes a frame without rows', () => {
    const empty = encodeFrame({ ...frame, fields: [{ name: 'x', values: { type: 'string', strings: [] } }] });
    expect(tableFromIPC(empty).numRows).toBe(0);
  });
});
