import type { JsonNumber } from '#contract/rest.ts';

/** A number with four digits; a dash where there is none. */
export function shortNumber(value: JsonNumber | undefined): string {
  return value === null || value === undefined ? '–' : String(Number(value.toPrecision(4)));
}

/** A time of UTC to the minute, such as `2026-01-31 12:00`. */
export function minuteText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
