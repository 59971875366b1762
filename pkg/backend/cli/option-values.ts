import { parseDuration } from '#contract/duration.ts';
import { HeadroomError } from '#contract/errors.ts';

/** Forms in which a command prints its answer. */
export const FORMS = ['table', 'json', 'yaml'] as const;
export type Form = (typeof FORMS)[number];

const MAX_DATE_MS = 8_640_000_000_000_000;

/** The number that an option stands for; `undefined` where it was not given. */
export function readNumber(option: string, text: string | undefined): number | undefined {
  const value = text === undefined ? undefined : Number(text);
  if (text?.trim() === '' || Number.isNaN(value)) {
    throw wrong(option, `"${text}" is not a number.`, 'Write it like 0 or 100.');
  }
  return value;
}

/** A duration that is longer than nothing, in milliseconds. */
export function readDuration(option: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined || milliseconds <= 0) {
    throw wrong(option, `"${text}" is not a duration.`, 'Write it as in Prometheus, such as 12h or 7d.');
  }
  return milliseconds;
}

/** The time of `--at` in Unix milliseconds; now where it was not given. */
export function readTime(text: string | undefined, nowMs: number): number {
  if (text === undefined) {
    return nowMs;
  }
  const seconds = Number(text);
  const atMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text);
  if (text.trim() === '' || !(atMs > 0 && atMs <= MAX_DATE_MS)) {
    throw wrong('at', `"${text}" is not a time.`, 'Write 2026-01-31T12:00:00Z or Unix seconds.');
  }
  return Math.round(atMs);
}

/** The form of `--output`; a table where it was not given. */
export function readForm(text = 'table'): Form {
  const known = FORMS.find((form) => form === text);
  if (known === undefined) {
    throw wrong('output', `there is no form "${text}".`, `Choose ${FORMS.join(', ')}.`);
  }
  return known;
}

function wrong(option: string, message: string, remedy: string): HeadroomError {
  return new HeadroomError('invalid_argument', `--${option}: ${message}`, { field: option, remedy });
}
