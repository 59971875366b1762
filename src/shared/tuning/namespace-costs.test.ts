import { describe, expect, it } from 'vitest';
import { recommendationOf } from '../../../tests/support/recommendation.ts';
import { namespaceCosts } from './namespace-costs.ts';

const GIB = 2 ** 30;
const evidence = [{ label: 'P95 of use', value: GIB / 2, unit: 'bytes' } as const];

describe('namespaceCosts', () => {
  it('sums requests as they are and as recommended, and prices what is used', () => {
    // A quarter of 2 GiB is used, at $10 for all of it.
    expect(namespaceCosts([recommendationOf({ evidence }), recommendationOf({ evidence })])).toEqual([
      { namespace: 'shop', before: 20, after: 10, used: 5 },
    ]);
  });

  it('leaves as it is what was rejected or snoozed', () => {
    expect(namespaceCosts([recommendationOf({ state: 'rejected' })])[0]).toMatchObject({ before: 10, after: 10 });
  });

  it('counts what was not requested once it is', () => {
    const cost = { currency: 'USD', before: null, after: 4, saving: 0, extra: 4 };
    const changes = [{ field: 'memory request', after: GIB } as const];
    expect(namespaceCosts([recommendationOf({ cost, changes, evidence })])).toEqual([
      { namespace: 'shop', before: 0, after: 4, used: 2 },
    ]);
  });

  it('leaves out namespaces without any price', () => {
    const cost = { currency: 'USD', before: null, after: null, saving: 0, extra: 0 };
    expect(namespaceCosts([recommendationOf({ cost })])).toEqual([]);
  });
});
