import { scryptSync } from 'node:crypto';
import type { SourceSettings } from '#contract/settings.ts';
import { fingerprint } from './fingerprint.ts';

/** About ten milliseconds and 4 MiB: spent once for each change of settings, and by whoever guesses for each guess. */
const HARD_TO_GUESS = { N: 4_096, r: 8, p: 1 };

/**
 * A name for what a source may answer: its address, and everything that proves who we are, since two tokens or
 * tenants may be shown different series at one address. The name is kept on disk, so secrets go through scrypt.
 */
export function identifySource({ kind, baseUrl, auth, headers, tls }: SourceSettings): string {
  const proof = fingerprint([auth, Object.entries(headers).sort(), tls.cert, tls.serverName]);
  return fingerprint([kind, baseUrl, scryptSync(proof, baseUrl, 16, HARD_TO_GUESS).toString('hex')]);
}
