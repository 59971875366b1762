import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelKey } from './label-key.ts';

const names = fc.stringMatching(/^[a-z_]{1,3}$/);
const values = fc.string({ maxLength: 3 }).filter((value) => !value.includes('\u0000'));

describe('labelKey', () => {
  it('does not depend on the order of the labels', () => {
    expect(labelKey({ b: '2', a: '1' })).toBe(labelKey({ a: '1', b: '2' }));
  });

  it('is the same for the same labels only', () => {
    fc.assert(
      fc.property(fc.dictionary(names, values), fc.dictionary(names, values), (a, b) => {
        const isSame = JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
        expect(labelKey(a) === labelKey(b)).toBe(isSame);
      })
    );
  });

  it('orders a value before its continuation', () => {
    const ordered = [{ a: 'x' }, { a: 'x', b: 'y' }, { a: 'x1' }, { ab: 'x' }].map(labelKey);
    expect([...ordered].reverse().sort()).toEqual(ordered);
  });
});
