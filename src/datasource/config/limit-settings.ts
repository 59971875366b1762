import { sourceLimitsSchema, type SourceLimits } from '#contract/settings.ts';

/** A limit as a form needs it; everything comes from the schema that the engine reads settings by. */
export interface LimitSetting {
  readonly name: keyof SourceLimits;
  readonly title: string;
  readonly description: string;
  readonly unit: string | undefined;
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/** All limits, in the order of the schema. */
export const LIMIT_SETTINGS: readonly LimitSetting[] = Object.entries(sourceLimitsSchema.shape).map(
  ([name, schema]) => {
    const { title = name, description = '', unit } = schema.meta() ?? {};
    const { minValue, maxValue } = schema.unwrap();
    return {
      name: name as keyof SourceLimits,
      title,
      description,
      unit: typeof unit === 'string' ? unit : undefined,
      fallback: schema.def.defaultValue,
      min: minValue ?? -Infinity,
      max: maxValue ?? Infinity,
    };
  }
);

/** What is wrong with a limit, or nothing. */
export function limitError({ name, min, max }: LimitSetting, value: number | undefined): string | undefined {
  const isGood = value === undefined || sourceLimitsSchema.shape[name].safeParse(value).success;
  return isGood ? undefined : `Enter a number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}.`;
}
