import { describe, expect, it } from 'vitest';
import { recommendationOf } from '../../../tests/support/recommendation.ts';
import { filterAdvice, namespacesOf } from './advice-filters.ts';

const { target } = recommendationOf();
const ALL = [
  recommendationOf({ id: 'a' }),
  recommendationOf({ id: 'b', target: { ...target, namespace: 'ads', name: 'bidder' }, purpose: 'reliability' }),
  recommendationOf({ id: 'c', state: 'rejected' }),
  recommendationOf({ id: 'd', outcome: 'no data', purpose: 'none' }),
];
const NONE = { namespace: '', purpose: '', state: '', words: '', isAll: false, isSmall: false };
const ids = (filters: Partial<typeof NONE>) => filterAdvice(ALL, { ...NONE, ...filters }, 0).map(({ id }) => id);

describe('filterAdvice', () => {
  it('shows changes, and on request everything', () => {
    expect(ids({})).toEqual(['a', 'b', 'c']);
    expect(ids({ isAll: true })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('narrows by namespace, kind and state', () => {
    expect(ids({ namespace: 'ads' })).toEqual(['b']);
    expect(ids({ purpose: 'saving' })).toEqual(['a', 'c']);
    expect(ids({ state: 'rejected' })).toEqual(['c']);
    expect(ids({ state: 'proposed', isAll: true })).toEqual(['a', 'b']);
  });

  it('finds all words in object, part and findings, however written', () => {
    expect(ids({ words: 'ADS bid' })).toEqual(['b']);
    expect(ids({ words: 'over-requested shop' })).toEqual(['a', 'c']);
    expect(ids({ words: 'nothing' })).toEqual([]);
  });
});

describe('small savings', () => {
  const least = recommendationOf().cost.saving + 1;
  const shown = (filters: Partial<typeof NONE>) =>
    filterAdvice(ALL, { ...NONE, ...filters }, least).map(({ id }) => id);

  it('are left out until they are asked for', () => {
    expect(shown({})).toEqual(['b', 'c']);
    expect(shown({ isSmall: true })).toEqual(['a', 'b', 'c']);
  });

  it('never hide a reliability fix, nor what was decided about', () => {
    expect(shown({ purpose: 'reliability' })).toEqual(['b']);
    expect(shown({ state: 'rejected' })).toEqual(['c']);
  });

  it('are none from the smallest saving on', () => {
    expect(filterAdvice(ALL, NONE, least - 1).map(({ id }) => id)).toContain('a');
  });
});

describe('namespacesOf', () => {
  it('names each once, by the alphabet', () => {
    expect(namespacesOf(ALL)).toEqual(['ads', 'shop']);
  });
});
