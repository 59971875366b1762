import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkKey, checkListLimit, MAX_KEY_LENGTH, MAX_LIST, toBoundedJson } from './limits.ts';

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
};

describe('checkKey', () => {
  it('takes every well-formed text up to the greatest length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (key) => {
        expect(thrownBy(() => checkKey('id', key))).toBeUndefined();
      })
    );
  });

  it('takes a key of the greatest length', () => {
    expect(thrownBy(() => checkKey('id', 'k'.repeat(MAX_KEY_LENGTH)))).toBeUndefined();
  });

  it.each(['', 'k'.repeat(MAX_KEY_LENGTH + 1), '\ud800', 'a\udc00', '\udc00\ud800'])(
    'refuses %j by its field',
    (key) => {
      expect(thrownBy(() => checkKey('id', key))).toMatchObject({ code: 'invalid_argument', field: 'id' });
    }
  );
});

describe('checkListLimit', () => {
  it.each([1, MAX_LIST])('takes %d', (limit) => {
    expect(thrownBy(() => checkListLimit(limit))).toBeUndefined();
  });

  it.each([0, -1, 1.5, MAX_LIST + 1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (limit) => {
    expect(thrownBy(() => checkListLimit(limit))).toMatchObject({ code: 'invalid_argument', field: 'limit' });
  });
});

describe('toBoundedJson', () => {
  it('counts UTF-8 bytes, not characters', () => {
    expect(toBoundedJson('value', 'éé', 6)).toBe('"éé"');
    expect(thrownBy(() => toBoundedJson('value', 'éé', 5))).toMatchObject({ code: 'too_large', field: 'value' });
  });

  it.each([undefined, () => 1, Symbol('x'), 1n])('refuses %s, which JSON cannot say', (value) => {
    expect(thrownBy(() => toBoundedJson('value', value, 100))).toMatchObject({ code: 'invalid_argument' });
  });
});
