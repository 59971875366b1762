import { breachQuerySchema, forecastQuerySchema } from '#contract/query.ts';

const SHAPE = { ...forecastQuerySchema.shape, ...breachQuerySchema.shape };

/** Name and explanation of a field, from the schema that the engine checks queries by. */
export function fieldHelp(field: keyof typeof SHAPE): { title: string; description: string } {
  const { title = field, description = '' } = SHAPE[field].meta() ?? {};
  return { title, description };
}

/** The same for a form that shows the explanation below the label. */
export function helpOf(field: keyof typeof SHAPE): { label: string; description: string } {
  const { title, description } = fieldHelp(field);
  return { label: title, description };
}
