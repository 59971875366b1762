import { type ErrorCode, HeadroomError, toHeadroomError } from '#contract/errors.ts';

// Primary result codes, https://www.sqlite.org/rescode.html
const SQLITE_PERM = 3;
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_NOMEM = 7;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_TOOBIG = 18;
const SQLITE_NOTADB = 26;

interface Explanation {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** There is no room. */
export const FULL: Explanation = {
  code: 'overloaded',
  message: 'The state database cannot grow: its disk or its size limit is full.',
  remedy: 'Free space on the disk of the state directory, then repeat.',
};
/** Nobody may write. */
export const READ_ONLY: Explanation = {
  code: 'internal',
  message: 'The state database cannot be written: its file or disk is read-only.',
  remedy: 'Make the state directory writable for the account that the engine runs as.',
};
/** The disk fails. */
export const UNREACHABLE: Explanation = {
  code: 'internal',
  message: 'The disk refused to read or write the state database.',
  remedy: 'Check the disk and the permissions of the state directory.',
};
const busy: Explanation = {
  code: 'overloaded',
  message: 'Another program holds the state database.',
  remedy: 'Repeat; if this goes on, end the program that has the database open.',
};
const damaged: Explanation = {
  code: 'internal',
  message: 'The state database is damaged.',
  remedy: 'Repeat in a moment: the engine ends, and goes on with its copy once it is started again.',
};

const explanations: ReadonlyMap<number, Explanation> = new Map([
  [SQLITE_FULL, FULL],
  [SQLITE_READONLY, READ_ONLY],
  [SQLITE_IOERR, UNREACHABLE],
  [SQLITE_CANTOPEN, UNREACHABLE],
  [SQLITE_PERM, UNREACHABLE],
  [SQLITE_BUSY, busy],
  [SQLITE_LOCKED, busy],
  [SQLITE_CORRUPT, damaged],
  [SQLITE_NOTADB, damaged],
  [SQLITE_NOMEM, { code: 'overloaded', message: 'There is no memory left for the state database.', remedy: 'Repeat.' }],
  [
    SQLITE_TOOBIG,
    { code: 'too_large', message: 'The value is too large to store.', remedy: 'Store less in one value.' },
  ],
]);

/** The primary result code of an error that SQLite raised; `undefined` for any other error. */
function resultCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') {
    return undefined;
  }
  return thrown.errcode & 0xff;
}

/** Whether SQLite found the file damaged, or not to be a database at all; looks through a translated error. */
export function isDamage(thrown: unknown): boolean {
  const code = resultCode(thrown instanceof HeadroomError ? thrown.cause : thrown);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

/** What a failed check of the file's structure throws: the same as SQLite throws when it meets damage by itself. */
export function damageFound(finding: string): Error {
  return Object.assign(new Error(finding), { errcode: SQLITE_CORRUPT });
}

/** Whether another connection holds the lock that was asked for. */
export function isBusy(thrown: unknown): boolean {
  return resultCode(thrown) === SQLITE_BUSY;
}

/** What was thrown by SQLite as an error with remedy, SQLite's own words kept as the cause. */
export function translateSqlError(thrown: unknown): HeadroomError {
  const explanation = explanations.get(resultCode(thrown) ?? -1);
  if (explanation === undefined) {
    return toHeadroomError(thrown);
  }
  return new HeadroomError(explanation.code, explanation.message, { remedy: explanation.remedy, cause: thrown });
}
