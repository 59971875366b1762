import { breachQuerySchema, forecastQuerySchema } from '#contract/query.ts';
import type { QueryField } from '../types.ts';

const SHAPE = { ...forecastQuerySchema.shape, ...breachQuerySchema.shape };

/** Name and explanation of a field, from the schema that the engine checks queries by. */
export function fieldHelp(field: QueryField): { title: string; description: string } {
  const { title = field, description = '' } = SHAPE[field].meta() ?? {};
  return { title, description };
}
