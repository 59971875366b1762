import { describe, expect, it } from 'vitest';
import { between, keyOf, nameSuffix, uniform, uuid } from './random.ts';

const numbers = (key: number, count: number) => Array.from({ length: count }, (_, i) => uniform(key, i - count / 2));

describe('keyOf', () => {
  it('tells seeds, paths and the borders between their parts apart', () => {
    const keys = [
      keyOf(1, 'a'),
      keyOf(2, 'a'),
      keyOf(1, 'b'),
      keyOf(1, 'a', 'b'),
      keyOf(1, 'ab'),
      keyOf(1, 'a', '', 'b'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(1, 'a', 'b')).toBe(keyOf(1, 'a', 'b'));
  });
});

describe('uniform', () => {
  it('fills ten bins of [0, 1) evenly (chi-squared, 9 degrees of freedom, 99.9 % quantile 27.9)', () => {
    const bins = new Array<number>(10).fill(0);
    for (const u of numbers(keyOf(7, 'bins'), 20_000)) {
      expect(u).toBeGreaterThanOrEqual(0);
      expect(u).toBeLessThan(1);
      const bin = Math.floor(u * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    const chiSquared = bins.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
    expect(chiSquared).toBeLessThan(27.9);
  });

  it('gives neighbours and neighbouring keys that are not correlated', () => {
    const correlation = (a: number[], b: number[]) =>
      (12 * a.reduce((sum, x, i) => sum + (x - 0.5) * ((b[i] ?? 0.5) - 0.5), 0)) / a.length;
    const some = numbers(keyOf(1, 'x'), 10_000);
    expect(Math.abs(correlation(some.slice(1), some))).toBeLessThan(0.04);
    expect(Math.abs(correlation(some, numbers(keyOf(2, 'x'), 10_000)))).toBeLessThan(0.04);
  });
});

describe('between', () => {
  it('scales to its limits', () => {
    const values = Array.from({ length: 1000 }, (_, i) => between(3, i, -4, 6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-4);
    expect(Math.max(...values)).toBeLessThan(6);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(9.5);
  });
});

describe('generated names', () => {
  it('look like those of Kubernetes', () => {
    expect(nameSuffix(keyOf(1, 'pod'), 5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(uuid(keyOf(1, 'uid'))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid(1)).not.toBe(uuid(2));
  });
});
