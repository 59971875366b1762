import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drift, noise, valueNoise } from './noise.ts';
import { HOUR, MINUTE } from './series.ts';

const T0 = 1_760_000_000_000;
const instant = fc.integer({ min: T0 - 1e10, max: T0 + 1e10 });

function autocorrelation(values: readonly number[], lag: number): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  const covariance = values.slice(lag).reduce((sum, v, i) => sum + (v - mean) * ((values[i] ?? 0) - mean), 0);
  return covariance / variance;
}

describe('valueNoise', () => {
  it('stays within [-1, 1] and is never steeper than 3 a period', () => {
    fc.assert(
      fc.property(fc.integer(), instant, fc.integer({ min: 1, max: 1000 }), (key, t, step) => {
        const curve = valueNoise(key, HOUR);
        expect(Math.abs(curve(t))).toBeLessThanOrEqual(1);
        expect(Math.abs(curve(t + step) - curve(t))).toBeLessThanOrEqual((3 * step) / HOUR + 1e-12);
      })
    );
  });
});

describe('noise', () => {
  it('remembers for minutes and has forgotten after days', () => {
    const curve = noise(42, { slowestMs: 6 * HOUR, layers: 5, decay: 0.7 });
    const values = Array.from({ length: 8640 }, (_, i) => curve(T0 + i * 5 * MINUTE));
    expect(autocorrelation(values, 1)).toBeGreaterThan(0.9);
    expect(Math.abs(autocorrelation(values, 576))).toBeLessThan(0.15);
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
    expect(deviation).toBeGreaterThan(0.2);
    expect(deviation).toBeLessThan(0.4);
  });
});

describe('drift', () => {
  it('keeps a counter monotone that rises faster than the drift may fall', () => {
    fc.assert(
      fc.property(fc.integer(), instant, fc.integer({ min: 1, max: 600_000 }), (key, t, step) => {
        const own = drift(key, 20 * MINUTE, 0.5);
        const counter = (tMs: number) => 0.5001 * ((tMs - T0) / 1000) + own(tMs);
        expect(counter(t + step)).toBeGreaterThan(counter(t));
      })
    );
  });
});
