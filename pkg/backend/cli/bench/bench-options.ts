import { HeadroomError } from '#contract/errors.ts';

/** The value of an option that has to be given. */
export function required(field: string, value: string | undefined): string {
  if (value === undefined) {
    throw new HeadroomError('invalid_argument', `--${field} is missing.`, {
      field,
      remedy: 'See headroom bench --help.',
    });
  }
  return value;
}

/** `--limit`: a whole number from 1; `undefined`: no limit. */
export function readLimit(text: string | undefined): number | undefined {
  const limit = text === undefined ? undefined : Number(text);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) {
    throw new HeadroomError('invalid_argument', `--limit: "${text}" is not a number of series.`, {
      field: 'limit',
      remedy: 'Pass a whole number from 1.',
    });
  }
  return limit;
}
