import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completionContext } from './completion-context.ts';

describe('completionContext', () => {
  it.each([
    ['', ''],
    ['node_c', 'node_c'],
    ['sum(rate(node_', 'node_'],
    ['a + ', ''],
    ['x{a="b"} / y', 'y'],
    ['x # it is\n', ''],
  ])('offers metrics and functions after "%s"', (before, prefix) => {
    expect(completionContext(before)).toEqual({ kind: 'expression', prefix });
  });

  it.each([
    ['up{', 'up', ''],
    ['up{jo', 'up', 'jo'],
    ['up{job="a", ins', 'up', 'ins'],
    ['rate(up {', 'up', ''],
    ['{', undefined, ''],
    ['sum by (no', undefined, 'no'],
    ['a * on(', undefined, ''],
  ])('offers label names after "%s"', (before, metric, prefix) => {
    expect(completionContext(before)).toEqual({ kind: 'label-name', metric, prefix });
  });

  it.each([
    ['up{job="', 'up', 'job', ''],
    ['up{job="a",node=~"n', 'up', 'node', 'n'],
    ["{job!='x\\'", undefined, 'job', "x\\'"],
  ])('offers label values after "%s"', (before, metric, label, prefix) => {
    expect(completionContext(before)).toEqual({ kind: 'label-value', metric, label, prefix });
  });

  it('offers durations in a range', () => {
    expect(completionContext('rate(x[5')).toEqual({ kind: 'duration', prefix: '5' });
  });

  it.each(['x # rate of ', 'label_replace(x, "', 'up{job=', 'x > 5', 'x offset 5m'])(
    'offers nothing after "%s"',
    (before) => {
      expect(completionContext(before)).toEqual({ kind: 'nothing' });
    }
  );

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(completionContext(text).kind).toBeTypeOf('string');
      })
    );
  });
});
