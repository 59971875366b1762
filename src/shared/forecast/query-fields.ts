import type { z } from 'zod';
import { forecastQuerySchema } from '#contract/query.ts';

/** The fields of a forecast query as the engine takes them, defaults left out. */
export type QueryFields = Omit<z.input<typeof forecastQuerySchema>, 'queryType'>;

/** What is wrong with each field; empty when nothing is. */
export type FieldErrors = Partial<Record<keyof QueryFields, string>>;

/** Checks fields by the engine's own schema, without asking it. */
export function fieldErrors(fields: QueryFields): FieldErrors {
  const parsed = forecastQuerySchema.safeParse({ queryType: 'forecast', ...fields });
  const issues = parsed.error?.issues ?? [];
  return Object.fromEntries(issues.reverse().map(({ path, message }) => [String(path[0]), message]));
}
