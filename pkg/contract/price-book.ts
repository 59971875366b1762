import * as z from 'zod';

/** Prices for what is requested; money an hour or a month of 730 hours. */
export const priceBookSchema = z.strictObject({
  currency: z.string().trim().min(1).max(10).default('USD').meta({ title: 'Currency' }),
  cpuCoreHour: z.number().min(0).max(1_000).default(0.031611).meta({ title: 'Price of a core', unit: 'an hour' }),
  memoryGibHour: z
    .number()
    .min(0)
    .max(1_000)
    .default(0.004237)
    .meta({ title: 'Price of a GiB of memory', unit: 'an hour' }),
  storageGibMonth: z
    .number()
    .min(0)
    .max(1_000)
    .default(0.04)
    .meta({ title: 'Price of a GiB of storage', unit: 'a month' }),
  leastSaving: z.number().min(0).max(1_000).default(1).meta({ title: 'Smallest saving to show', unit: 'a month' }),
});

/** A validated price book. */
export type PriceBook = z.output<typeof priceBookSchema>;
