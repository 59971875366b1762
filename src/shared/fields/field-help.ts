import { anomalyQuerySchema, baselineQuerySchema } from '#contract/anomaly-query.ts';
import { breachQuerySchema, forecastQuerySchema } from '#contract/query.ts';
import { recommendationsQuerySchema } from '#contract/recommendations.ts';

const FORECAST = { ...forecastQuerySchema.shape, ...breachQuerySchema.shape };
const ANOMALY = { ...baselineQuerySchema.shape, ...anomalyQuerySchema.shape };
/** What a field is called depends on what the query asks for. */
const BY_TYPE: Readonly<Record<string, Readonly<Record<string, Described>>>> = {
  baseline: ANOMALY,
  anomaly: ANOMALY,
  recommendations: recommendationsQuerySchema.shape,
};

interface Described {
  readonly meta: () => { readonly title?: string | undefined; readonly description?: string | undefined } | undefined;
}

type FieldName = keyof typeof FORECAST | keyof typeof ANOMALY | keyof typeof recommendationsQuerySchema.shape;

/** Name and explanation of a field, from the schema that the engine checks queries by. */
export function fieldHelp(field: FieldName, queryType = 'forecast'): { title: string; description: string } {
  const described: Readonly<Record<string, Described>> = BY_TYPE[queryType] ?? FORECAST;
  const { title = field, description = '' } = described[field]?.meta() ?? {};
  return { title, description };
}

/** The same for a form that shows the explanation below the label. */
export function helpOf(field: FieldName, queryType = 'forecast'): { label: string; description: string } {
  const { title, description } = fieldHelp(field, queryType);
  return { label: title, description };
}
