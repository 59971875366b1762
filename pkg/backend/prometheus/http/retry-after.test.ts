import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(2025, 0, 1);

describe('retryAfterMs', () => {
  it.each([
    ['', 0],
    ['3', 3_000],
    [' 0 ', 0],
    ['Wed, 01 Jan 2025 00:00:07 GMT', 7_000],
    ['Tue, 31 Dec 2024 23:59:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
  ])('reads %j as %d ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});
