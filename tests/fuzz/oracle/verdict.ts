import { expect } from 'vitest';
import type * as z from 'zod';

/**
 * What must become of an input, by a second reading of it. That reading has its own table of the fields of a query, its own
 * rules of what fits together, and its own routes, headers and files. What has a language or a schema of its own beside
 * (calendars, settings, the rest of a body) it reads by the door's schemas, of which it takes all faults, not the first.
 */
export interface Verdict {
  /** Fields that are wrong. With any of them the input is refused, and the refusal names one. */
  readonly wrong: readonly string[];
  /** Fields that the door may find wrong, though only a server could tell. */
  readonly doubtful: readonly string[];
}

/** Joins what several readings found. */
export function both(...verdicts: readonly Verdict[]): Verdict {
  return {
    wrong: verdicts.flatMap(({ wrong }) => wrong),
    doubtful: verdicts.flatMap(({ doubtful }) => doubtful),
  };
}

export function wrong(...fields: readonly string[]): Verdict {
  return { wrong: fields, doubtful: [] };
}

export const SOUND: Verdict = { wrong: [], doubtful: [] };

/**
 * The fields in which a value breaks a schema, all of them.
 *
 * @param whole name of the value itself
 */
export function brokenFields(schema: z.ZodType, value: unknown, whole: string): string[] {
  const issues = schema.safeParse(value).error?.issues ?? [];
  return issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    )
    .map((path) => path.map(String).join('.') || whole);
}

/** How sentences of advice begin; the one that fits everything is none. */
const ADVICE =
  /[.!?:…] (?:Add|Ask|Check|Choose|Correct(?! it\. The reference)|Enter|Fill|Give|Leave|Lengthen|Look|Lower|Name|Narrow|Pass|Put|Remove|Save|Select|Send|Set|Shorten|Take|Try|Use|Wrap|Write) /;

/**
 * Expects a sentence that names one of the fields that are wrong, and tells what to do.
 *
 * @param names whether a sentence names a field
 */
export function expectNamed(
  sentence: string,
  { wrong: fields, doubtful }: Verdict,
  names: (sentence: string, field: string) => boolean = beginsWith
): void {
  const all = [...fields, ...doubtful].map((field) => field.toWellFormed());
  const isNamed = all.some((field) => names(sentence, field));
  expect(isNamed, `Wrong: ${JSON.stringify(all)}. Said: ${sentence.slice(0, 600)}`).toBe(true);
  expectRemedy(sentence);
}

export function expectRemedy(sentence: string): void {
  expect(sentence, 'It tells no remedy.').toMatch(ADVICE);
}

function beginsWith(sentence: string, field: string): boolean {
  return sentence.startsWith(`Field "${field}": `) || sentence.startsWith(`The field "${field}" `);
}
