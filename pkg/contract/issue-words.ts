import type * as z from 'zod';

/** What is wrong with a value, and what to do about it. */
export interface IssueWords {
  /** Completes "… is wrong: ". */
  readonly problem: string;
  readonly remedy: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

const LOOSE_REMEDY = 'Correct it. The reference of options tells what it may be.';

/** The schemas' own sentences are a problem and mostly a remedy; zod's own words are a problem only. */
export function issueWords(issue: z.core.$ZodIssue): IssueWords {
  if (/^(Invalid|Too|Unrecognized|Number must)\b/.test(issue.message)) {
    return { problem: asSentence(issue.message), remedy: remedyByCode(issue) };
  }
  const [problem = '', ...rest] = asSentence(issue.message).split(/(?<=[.!?]) (?=[A-Z"])/);
  return { problem, remedy: rest.length === 0 ? LOOSE_REMEDY : rest.join(' ') };
}

function remedyByCode(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Give ${TYPES[issue.expected] ?? `a value of the type ${issue.expected}`}.`;
    case 'invalid_value':
      return `Choose ${issue.values.length === 1 ? 'this' : 'one of these'}: ${issue.values.map(String).join(', ')}.`;
    case 'too_big':
      return `Give at most ${amount(issue.maximum, issue.origin)}.`;
    case 'too_small':
      return `Give at least ${amount(issue.minimum, issue.origin)}.`;
    case 'invalid_key':
      return issue.issues[0] === undefined ? LOOSE_REMEDY : issueWords(issue.issues[0]).remedy;
    default:
      return LOOSE_REMEDY;
  }
}

function amount(limit: number | bigint, origin: string): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
  return `${String(limit)}${unit}`;
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
