import { type PriceBook, priceBookSchema } from '#contract/price-book.ts';

/** A price as a form needs it; everything comes from the schema that the engine reads settings by. */
export interface PriceSetting {
  readonly name: Exclude<keyof PriceBook, 'currency'>;
  readonly title: string;
  /** What it is for: `an hour`, `a month`. */
  readonly unit: string;
  readonly fallback: number;
}

const NAMES = ['cpuCoreHour', 'memoryGibHour', 'storageGibMonth', 'leastSaving'] as const;

/** All prices, in the order of the schema. */
export const PRICE_SETTINGS: readonly PriceSetting[] = NAMES.map((name) => {
  const schema = priceBookSchema.shape[name];
  const { title = name, unit } = schema.meta() ?? {};
  return { name, title, unit: typeof unit === 'string' ? unit : '', fallback: schema.def.defaultValue };
});

/** The currency that prices are in unless told otherwise. */
export const DEFAULT_CURRENCY = priceBookSchema.shape.currency.def.defaultValue;

/** What is wrong with a price, or nothing. */
export function priceError({ name }: PriceSetting, value: number | undefined): string | undefined {
  const isGood = value === undefined || priceBookSchema.shape[name].safeParse(value).success;
  return isGood ? undefined : 'Enter a number from 0 to 1,000.';
}

/** What is wrong with the name of a currency, or nothing. */
export function currencyError(value: string | undefined): string | undefined {
  const isGood = value === undefined || priceBookSchema.shape.currency.safeParse(value).success;
  return isGood ? undefined : 'Enter a code such as USD or EUR, or a word of at most 10 letters.';
}
