import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['15s', 15_000],
    ['1h30m', 5_400_000],
    ['30d', 2_592_000_000],
    ['1w', 604_800_000],
    ['1y', 31_536_000_000],
    ['1y2w3d4h5m6s7ms', 31_536_000_000 + 2 * 604_800_000 + 3 * 86_400_000 + 4 * 3_600_000 + 5 * 60_000 + 6_007],
    ['0s', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', ' ', '5', '5 m', '1m1h', '1h1h', '1.5h', '-1h', '1H', 'h', '1mo', '1h ', 'auto', '１h'])(
    'refuses "%s"',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    }
  );
});

describe('formatDuration', () => {
  it.each([
    [5_400_000, '1h30m'],
    [2_592_000_000, '30d'],
    [7 * 86_400_000, '1w'],
    [8 * 86_400_000, '8d'],
    [180 * 86_400_000, '180d'],
    [730 * 86_400_000, '2y'],
    [61_001, '1m1s1ms'],
    [0, '0s'],
    [-5, '0s'],
  ])('writes %d as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('is undone by parseDuration', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 * 31_536_000_000 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
      })
    );
  });
});
