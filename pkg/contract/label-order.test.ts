import { describe, expect, it } from 'vitest';
import { widestFirst } from './label-order.ts';

describe('widestFirst', () => {
  it('goes from cluster and namespace to the rest by name', () => {
    expect(widestFirst(['pod', 'namespace', 'container', 'cluster'])).toEqual([
      'cluster',
      'namespace',
      'container',
      'pod',
    ]);
  });
});
