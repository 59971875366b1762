import { describe, expect, it } from 'vitest';
import { dependsOnRange, sparingRange } from './range-variables.ts';

describe('dependsOnRange', () => {
  it.each(['increase(x[$__range])', 'x * $__range_s', 'x > ${__from}', 'x < ${__to:date:seconds}'])(
    'sees %s',
    (expr) => {
      expect(dependsOnRange(expr)).toBe(true);
    }
  );

  it.each(['rate(x[$__rate_interval])', 'x{a="$__range_of_mine"}', 'up', '$range'])('accepts %s', (expr) => {
    expect(dependsOnRange(expr)).toBe(false);
  });
});

describe('sparingRange', () => {
  it('replaces everything else', () => {
    const replace = sparingRange((text) => text.replaceAll('$node', 'n1').replaceAll('$__range', '7d'));
    expect(replace('increase(x{n="$node"}[$__range]) + ${__range_s} + $node')).toBe(
      'increase(x{n="n1"}[$__range]) + ${__range_s} + n1'
    );
  });
});
