import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { HeadroomError } from '#contract/errors.ts';

/** A file that an option of the configuration names; throws `not_configured` naming the option. */
export function readSecret(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new HeadroomError('not_configured', `Cannot read ${path} of ${field}.`, {
      field,
      remedy: 'Check the path and its rights.',
      cause,
    });
  }
}

/** The digest of a token that the configuration tells or whose file it names. */
export function readToken(
  {
    tokenSha256 = '',
    tokenFile,
  }: { readonly tokenSha256?: string | undefined; readonly tokenFile?: string | undefined },
  group: string
): string {
  if (tokenFile === undefined) {
    return tokenSha256;
  }
  const field = `${group}.tokenFile`;
  const token = readSecret(tokenFile, field);
  if (token === '') {
    throw new HeadroomError('not_configured', `The token file ${tokenFile} is empty.`, {
      field,
      remedy: 'Write a long random token into it, such as the output of openssl rand -hex 32.',
    });
  }
  return createHash('sha256').update(token).digest('hex');
}
