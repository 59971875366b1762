import * as z from 'zod';

/** Lists that are ordered by name; entries of the same name by their ids. */
export const byName = {
  schema: z.tuple([z.string(), z.string()]),
  keyOf: ({ name, id }: { readonly name: string; readonly id: string }): [string, string] => [name, id],
  compare: (a: readonly [string, string], b: readonly [string, string]) =>
    a[0].localeCompare(b[0], 'en') || (a[1] < b[1] ? -1 : Number(a[1] > b[1])),
};

/** Lists of texts, ordered by their code units. */
export const byText = {
  schema: z.string(),
  keyOf: (text: string) => text,
  compare: (a: string, b: string) => (a < b ? -1 : Number(a > b)),
};
