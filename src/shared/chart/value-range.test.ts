import { describe, expect, it } from 'vitest';
import { valueRange } from './value-range.ts';

const columns = (...actual: Array<number | null>) => ({
  times: actual.map((_, i) => i),
  actual,
  predicted: actual.map(() => null),
  bands: [],
});

describe('valueRange', () => {
  it('starts at zero when a capacity is far away', () => {
    const [bottom, top] = valueRange(columns(10, 30), 100);
    expect(bottom).toBe(0);
    expect(top).toBeGreaterThan(100);
  });

  it('starts close to the lines when everything happens near the capacity', () => {
    const [bottom] = valueRange(columns(80, 90), 100);
    expect(bottom).toBeGreaterThan(70);
    expect(bottom).toBeLessThan(80);
  });

  it('does not invent negative values, nor hides those that are there', () => {
    expect(valueRange(columns(1, 1000), undefined)[0]).toBe(0);
    expect(valueRange(columns(-5, 5), 10)[0]).toBeLessThan(-5);
  });

  it('has a height for a constant and for nothing', () => {
    const [bottom, top] = valueRange(columns(7, 7), undefined);
    expect(top).toBeGreaterThan(7);
    expect(bottom).toBeLessThan(7);
    expect(valueRange(columns(null), undefined)).toEqual([0, 1]);
  });
});
