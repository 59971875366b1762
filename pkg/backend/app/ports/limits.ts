import { HeadroomError } from '#contract/errors.ts';

/** Most entries that one `list` call of any port gives. */
export const MAX_LIST = 1_000;
/** Longest collection, id or key, in UTF-16 code units. */
export const MAX_KEY_LENGTH = 512;
/** Largest document, in bytes of its JSON text. */
export const MAX_DOCUMENT_BYTES = 1_048_576;
/** Largest blob, in bytes. */
export const MAX_BLOB_BYTES = 67_108_864;
/** Longest time that a lease is taken for; one that lasts longer is of a clock that ran ahead. */
export const LONGEST_LEASE_MS = 600_000;
/** Longest time that a job is put off or held; one that waits longer is of a clock that ran ahead. */
export const LONGEST_WAIT_MS = 3_600_000;
/** Largest payload of a job and largest detail of an audit entry, in bytes of the JSON text. */
export const MAX_DETAIL_BYTES = 262_144;

/**
 * Throws `invalid_argument` unless `key` is 1 to {@link MAX_KEY_LENGTH} code units of well-formed Unicode. Half of a
 * surrogate pair is refused because storage replaces it, which would give two keys one place.
 */
export function checkKey(field: string, key: string): void {
  if (key.length === 0 || key.length > MAX_KEY_LENGTH || /\p{Surrogate}/u.test(key)) {
    throw new HeadroomError('invalid_argument', `The ${field} is empty, too long or not well-formed text.`, {
      field,
      remedy: `Use 1 to ${MAX_KEY_LENGTH} characters.`,
    });
  }
}

/** Throws `invalid_argument` unless `limit` is a whole number from 1 to {@link MAX_LIST}. */
export function checkListLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIST) {
    throw new HeadroomError('invalid_argument', `A list of ${limit} entries cannot be given.`, {
      field: 'limit',
      remedy: `Ask for 1 to ${MAX_LIST} entries, and page for more.`,
    });
  }
}

/**
 * `value` as JSON text. Throws `invalid_argument` when JSON has no form for it (`undefined`, a function, a cycle, a
 * bigint), `too_large` when the text is longer than `maxBytes` in UTF-8.
 */
export function toBoundedJson(field: string, value: unknown, maxBytes: number): string {
  const text = toJson(field, value);
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > maxBytes) {
    throw new HeadroomError('too_large', `The ${field} takes ${bytes} bytes; at most ${maxBytes} are allowed.`, {
      field,
      remedy: 'Store less in it, or split it.',
    });
  }
  return text;
}

/** The standard library's types leave out that there may be no text. */
const stringify: (value: unknown) => string | undefined = JSON.stringify;

function toJson(field: string, value: unknown): string {
  let text: string | undefined;
  let cause: unknown;
  try {
    text = stringify(value);
  } catch (thrown) {
    cause = thrown;
  }
  if (text === undefined) {
    throw new HeadroomError('invalid_argument', `The ${field} has no JSON form.`, {
      field,
      remedy: 'Give texts, finite numbers, true, false, null, lists and objects of these.',
      cause,
    });
  }
  return text;
}
