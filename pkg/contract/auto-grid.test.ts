import { describe, expect, it } from 'vitest';
import { autoHistory, autoStep, autoTrainingWindow } from './auto-grid.ts';
import { formatDuration, parseDuration } from './duration.ts';

const ms = (text: string) => parseDuration(text) ?? NaN;

describe('autoStep', () => {
  it.each([
    ['1m', '5m'],
    ['12h', '5m'],
    ['13h', '1h'],
    ['7d', '1h'],
    ['8d', '1d'],
    ['30d', '1d'],
    ['90d', '1w'],
  ])('looks %s ahead in steps of %s', (horizon, step) => {
    expect(formatDuration(autoStep(ms(horizon)))).toBe(step);
  });
});

describe('autoTrainingWindow', () => {
  it.each([
    ['10s', '1d'],
    ['5m', '30d'],
    ['1h', '30d'],
    ['1d', '180d'],
    ['1w', '2y'],
  ])('learns steps of %s from %s', (step, window) => {
    expect(formatDuration(autoTrainingWindow(ms(step)))).toBe(window);
  });
});

describe('autoHistory', () => {
  it.each([
    ['30s', '1w'],
    ['1m', '2w'],
    ['2m', '4w'],
    ['5m', '4w'],
    ['1d', '4w'],
  ])('compares steps of %s with %s', (step, window) => {
    expect(formatDuration(autoHistory(ms(step)))).toBe(window);
  });
});
