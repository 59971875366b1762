import { cos, sin } from './portable.ts';

/** In-place radix-2 fast Fourier transform (Cooley and Tukey, 1965); the length must be a power of two. O(n log n). */
export function fft(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  reverseBits(real, imaginary);
  for (let half = 1; half < size; half *= 2) {
    const angle = -Math.PI / half;
    for (let k = 0; k < half; k++) {
      const cosine = cos(angle * k);
      const sine = sin(angle * k);
      for (let low = k; low < size; low += 2 * half) {
        const high = low + half;
        const re = real[high]! * cosine - imaginary[high]! * sine;
        const im = real[high]! * sine + imaginary[high]! * cosine;
        real[high] = real[low]! - re;
        imaginary[high] = imaginary[low]! - im;
        real[low] = real[low]! + re;
        imaginary[low] = imaginary[low]! + im;
      }
    }
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; (j & bit) !== 0; bit >>= 1) {
      j ^= bit;
    }
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j]!, real[i]!];
      [imaginary[i], imaginary[j]] = [imaginary[j]!, imaginary[i]!];
    }
  }
}

/** Power of a series at the frequencies `k / size`, k = 0 … size/2, of its zero-padded transform. */
export interface Periodogram {
  /** Length of the transform, a power of two of at least twice the series' length. */
  readonly size: number;
  readonly power: Float64Array;
}

/** The periodogram of values without gaps, their mean removed, zero-padded to at least twice their length. */
export function periodogram(values: Float64Array): Periodogram {
  let size = 2;
  while (size < 2 * values.length) {
    size *= 2;
  }
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  for (let i = 0; i < values.length; i++) {
    real[i] = values[i]! - mean;
  }
  fft(real, imaginary);
  const power = new Float64Array(size / 2 + 1);
  for (let k = 0; k < power.length; k++) {
    power[k] = real[k]! * real[k]! + imaginary[k]! * imaginary[k]!;
  }
  return { size, power };
}
