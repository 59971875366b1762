import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSampleTime, parseSampleValue } from './sample-value.ts';

describe('parseSampleValue', () => {
  it.each([
    ['1', 1],
    ['-0.5', -0.5],
    ['1e+06', 1_000_000],
    ['5e-324', 5e-324],
    ['NaN', NaN],
    ['+Inf', NaN],
    ['-Inf', NaN],
  ])('reads %s', (text, expected) => {
    expect(parseSampleValue(text)).toBe(expected);
  });

  it('gives every double back bit for bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseSampleValue(Object.is(value, -0) ? '-0' : String(value))).toBe(value);
      })
    );
  });

  it.each(['', ' ', 'abc', '1,5', '0x10', ' 7', 'Infinity', '1e999', 7, null, undefined, ['1'], {}])(
    'refuses %j',
    (value) => {
      expect(parseSampleValue(value)).toBeUndefined();
    }
  );
});

describe('parseSampleTime', () => {
  it('rounds to the millisecond', () => {
    expect(parseSampleTime(1_700_000_000.001)).toBe(1_700_000_000_001);
    expect(parseSampleTime(0.29)).toBe(290);
  });

  it.each(['1700000000', null, undefined, NaN, Infinity])('refuses %j', (value) => {
    expect(parseSampleTime(value)).toBeUndefined();
  });
});
