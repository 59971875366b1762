import { describe, expect, it } from 'vitest';
import { sourceLimitsSchema } from '#contract/settings.ts';
import { limitError, LIMIT_SETTINGS } from './limit-settings.ts';

describe('LIMIT_SETTINGS', () => {
  it('describes every limit of the schema', () => {
    expect(LIMIT_SETTINGS.map(({ name }) => name)).toEqual(Object.keys(sourceLimitsSchema.shape));
    for (const { title, description, min, max, fallback } of LIMIT_SETTINGS) {
      expect(title).toMatch(/^[A-Z]/);
      expect(description).toMatch(/\.$/);
      expect(fallback).toBeGreaterThanOrEqual(min);
      expect(fallback).toBeLessThanOrEqual(max);
    }
  });

  it('takes default and unit from the schema', () => {
    const defaults = Object.fromEntries(LIMIT_SETTINGS.map(({ name, fallback }) => [name, fallback]));
    expect(sourceLimitsSchema.parse({})).toEqual(defaults);
    expect(LIMIT_SETTINGS.find(({ name }) => name === 'timeoutSeconds')?.unit).toBe('s');
  });
});

describe('limitError', () => {
  const [series] = LIMIT_SETTINGS.filter(({ name }) => name === 'maxSeries');

  it('names the range', () => {
    expect(series && limitError(series, 0)).toBe('Enter a number from 1 to 50,000.');
    expect(series && limitError(series, 1.5)).toBeDefined();
  });

  it('accepts what the engine accepts', () => {
    expect(series && limitError(series, 50_000)).toBeUndefined();
    expect(series && limitError(series, undefined)).toBeUndefined();
  });
});
