import * as z from 'zod';

/** A JSON schema that references nothing outside of itself. */
export type JsonSchema = Parameters<typeof z.fromJSONSchema>[0] & object;

/** What a schema has against a value, a line each; empty: nothing. */
export function problemsBySchema(schema: JsonSchema, value: unknown): string {
  const { error } = z.fromJSONSchema(schema).safeParse(value);
  return error === undefined ? '' : z.prettifyError(error);
}
