import { describe, expect, it } from 'vitest';
import { closesMoreThanItOpens } from './brackets.ts';

describe('closesMoreThanItOpens', () => {
  it.each([
    ['sum(rate(x[5m]))', false],
    ['sum(x', false],
    ['a) or (b', true],
    [')', true],
    ['x{a=")"}', false],
    ['x{a="\\")"}', false],
    ["x{a=')', b=\"'\"} or (y)", false],
    ['x{a=`\\`} )', true],
    ['x # )', false],
    ['x # (\n)', true],
    ['x{a="#"} )', true],
    ['', false],
  ])('%j: %s', (expr, expected) => {
    expect(closesMoreThanItOpens(expr)).toBe(expected);
  });
});
