import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { flatForecast } from '../../../tests/support/fake-engine.ts';
import type { SignalForecast } from './forecast-signal.ts';
import { signalCodec } from './signal-codec.ts';

const HOUR = 3_600_000;
const history = { labels: { node: 'ü' }, startMs: 0, stepMs: HOUR, values: Float64Array.of(1, NaN, -0, 2 ** 60) };
const forecast = flatForecast({ series: history, horizon: 4, levels: [80, 95], model: 'auto', seed: 1 });
const signal: SignalForecast = {
  series: [
    { history, outcome: forecast },
    { history: { ...history, labels: {} }, outcome: { kind: 'no-data', reason: 'Nothing there.' } },
  ],
  notices: ['One.'],
};

describe('signalCodec', () => {
  it('gives back every bit, NaN and minus zero included', () => {
    expect(signalCodec.decode(signalCodec.encode(signal))).toStrictEqual(signal);
  });

  it('gives arrays of their own, which drag along neither the bytes nor each other', () => {
    const { outcome, history: read } = signalCodec.decode(signalCodec.encode(signal))?.series[0] ?? {};
    const mean = outcome?.kind === 'forecast' ? outcome.mean : undefined;
    expect([mean?.buffer.byteLength, read?.values.buffer.byteLength]).toEqual([32, 32]);
  });

  it('encodes only the part that a view shows', () => {
    const wide = new Float64Array(100_000).fill(7);
    const narrow = { history: { ...history, values: wide.subarray(10, 12) }, outcome: forecast };
    const bytes = signalCodec.encode({ series: [narrow], notices: [] });
    expect(bytes.byteLength).toBeLessThan(10_000);
    expect(signalCodec.decode(bytes)?.series[0]?.history.values).toEqual(Float64Array.of(7, 7));
  });

  it('takes another version for absent', () => {
    expect(signalCodec.decode(serialize({ version: 0, value: signal }))).toBeUndefined();
    expect(signalCodec.decode(serialize({ value: signal }))).toBeUndefined();
  });

  it.each([[new Uint8Array(0)], [Uint8Array.of(1, 2, 3)], [signalCodec.encode(signal).slice(0, 100)]])(
    'throws on bytes that are no message, for the cache to log: %o',
    (bytes) => {
      expect(() => signalCodec.decode(bytes)).toThrow();
    }
  );
});
