import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import { FULL, READ_ONLY, UNREACHABLE } from '../sql-errors.ts';

const explanations: ReadonlyMap<unknown, typeof FULL> = new Map([
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EFBIG', FULL],
  ['EROFS', READ_ONLY],
  ['EACCES', READ_ONLY],
  ['EPERM', READ_ONLY],
  ['EIO', UNREACHABLE],
]);

/** What a file of the state refused, told as SQLite's refusals are. */
export function translateFileError(thrown: unknown): HeadroomError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  const explanation = explanations.get(code);
  return explanation === undefined
    ? toHeadroomError(thrown)
    : new HeadroomError(explanation.code, explanation.message, { remedy: explanation.remedy, cause: thrown });
}
