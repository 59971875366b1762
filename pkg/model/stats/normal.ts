import { exp, log } from './portable.ts';

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/**
 * Cumulative distribution of the standard normal: the upper tail by its continued fraction (Laplace) beyond 3, the
 * series around zero below. Absolute error below 1e-12.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) {
    return NaN;
  }
  const x = Math.abs(z);
  const density = exp(-0.5 * x * x) / SQRT_2PI;
  const upperTail = x > 3 ? density * tailFraction(x) : 0.5 - density * centralSeries(x);
  return z > 0 ? 1 - upperTail : upperTail;
}

function tailFraction(x: number): number {
  let fraction = x;
  for (let k = 80; k >= 1; k--) {
    fraction = x + k / fraction;
  }
  return 1 / fraction;
}

function centralSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return sum;
}

/**
 * Quantile of the standard normal for `p` in (0, 1): a rational start value (Hastings, as in Abramowitz and Stegun
 * 26.2.23) polished by Halley's method on {@link normalCdf}. −∞ and ∞ at the ends, NaN outside.
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) {
    return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  }
  if (p > 0.5) {
    return -normalQuantile(1 - p);
  }
  const t = Math.sqrt(-2 * log(p));
  const start = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  let z = start - t;
  for (let i = 0; i < 3; i++) {
    const error = (normalCdf(z) - p) * SQRT_2PI * exp(0.5 * z * z);
    z -= error / (1 + 0.5 * z * error);
  }
  return z;
}
