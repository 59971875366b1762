import { describe, expect, it } from 'vitest';
import { priceBookSchema } from '#contract/price-book.ts';
import { currencyError, DEFAULT_CURRENCY, PRICE_SETTINGS, priceError } from './price-settings.ts';

describe('PRICE_SETTINGS', () => {
  it('describes every price of the schema, with its default', () => {
    const fallbacks = Object.fromEntries(PRICE_SETTINGS.map(({ name, fallback }) => [name, fallback]));
    expect({ currency: DEFAULT_CURRENCY, ...fallbacks }).toEqual(priceBookSchema.parse({}));
    expect(PRICE_SETTINGS.every(({ title, unit }) => title !== '' && /^an? /.test(unit))).toBe(true);
  });
});

describe('errors', () => {
  const [core] = PRICE_SETTINGS;

  it('name what is accepted', () => {
    expect(core && priceError(core, -1)).toBe('Enter a number from 0 to 1,000.');
    expect(core && priceError(core, NaN)).toBeDefined();
    expect(currencyError('a long name of money')).toContain('at most 10 letters');
  });

  it('are none where the engine accepts it', () => {
    expect(core && priceError(core, 0)).toBeUndefined();
    expect(core && priceError(core, undefined)).toBeUndefined();
    expect(currencyError('EUR')).toBeUndefined();
    expect(currencyError(undefined)).toBeUndefined();
  });
});
