import { describe, expect, it } from 'vitest';
import { fft, periodogram } from './spectrum.ts';

describe('fft', () => {
  it('agrees with the definition', () => {
    const values = Float64Array.of(1, -2, 3, 0.5, 0, 4, -1, 2);
    const real = values.slice();
    const imaginary = new Float64Array(8);
    fft(real, imaginary);
    for (let k = 0; k < 8; k++) {
      const angles = Array.from(values, (_, t) => (-2 * Math.PI * k * t) / 8);
      expect(real[k]).toBeCloseTo(
        angles.reduce((sum, angle, t) => sum + values[t]! * Math.cos(angle), 0),
        10
      );
      expect(imaginary[k]).toBeCloseTo(
        angles.reduce((sum, angle, t) => sum + values[t]! * Math.sin(angle), 0),
        10
      );
    }
  });
});

describe('periodogram', () => {
  it('peaks at the frequency of a cycle, whatever the level', () => {
    const values = Float64Array.from({ length: 320 }, (_, t) => 100 + Math.sin((2 * Math.PI * t) / 16));
    const { size, power } = periodogram(values);
    const peak = power.indexOf(power.reduce((most, value) => Math.max(most, value), 0));
    expect(size / peak).toBeCloseTo(16, 0);
  });
});
