import { type KeyObject, verify } from 'node:crypto';
import * as z from 'zod';
import { HeadroomError } from '#contract/errors.ts';

/** What a key of Grafana is found by. */
export interface KeyRing {
  /** `undefined` when Grafana has no such key. */
  find(keyId: string): Promise<KeyObject | undefined>;
}

const headerSchema = z.object({ alg: z.enum(['ES256', 'EdDSA']), kid: z.string().min(1) });

const claimsSchema = z.object({
  /** `user:1`, `service-account:2`, `anonymous:0`. */
  sub: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string())]).transform((aud) => (typeof aud === 'string' ? [aud] : aud)),
  exp: z.number(),
  nbf: z.number().optional(),
  username: z.string().optional(),
  role: z.string().optional(),
});

/** Who Grafana has signed that somebody is. */
export type IdClaims = z.output<typeof claimsSchema>;

/** Clocks of two machines differ. */
const LEEWAY_MS = 30_000;
const MAX_LENGTH = 16_384;

/**
 * The claims of a token that Grafana signed for one of its users (`X-Grafana-Id`).
 *
 * @param evenExpired for what goes on in the name of whoever began it
 * @throws HeadroomError `unauthenticated` when it is malformed, forged, expired or not valid yet
 */
export async function readIdToken(token: string, keys: KeyRing, nowMs: number, evenExpired = false): Promise<IdClaims> {
  const [header = '', claims = '', signature = '', ...rest] = token.split('.');
  if (token.length > MAX_LENGTH || rest.length > 0) {
    throw refused('is no signed token');
  }
  const { alg, kid } = decode(header, headerSchema);
  const key = await keys.find(kid);
  if (key === undefined) {
    throw refused('is signed by a key that this Grafana does not have');
  }
  const signed = Buffer.from(`${header}.${claims}`);
  if (!isSignedBy(key, alg, signed, Buffer.from(signature, 'base64url'))) {
    throw refused('bears a wrong signature');
  }
  const told = decode(claims, claimsSchema);
  requireTime(told, nowMs, evenExpired);
  return told;
}

function requireTime({ exp, nbf = 0 }: IdClaims, nowMs: number, evenExpired: boolean): void {
  if (!evenExpired && exp * 1_000 + LEEWAY_MS <= nowMs) {
    throw refused('has expired');
  }
  if (nbf * 1_000 - LEEWAY_MS > nowMs) {
    throw refused('is not valid yet');
  }
}

/** The kind of key decides which algorithm may be named, never the token alone. */
function isSignedBy(key: KeyObject, alg: 'ES256' | 'EdDSA', signed: Buffer, signature: Buffer): boolean {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (alg === 'ES256') {
    return curve === 'prime256v1' && verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
  }
  return key.asymmetricKeyType === 'ed25519' && verify(null, signed, key, signature);
}

function decode<S extends z.ZodType>(part: string, schema: S): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    throw refused('is no signed token');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const name = parsed.error.issues[0]?.path.join('.') ?? '';
    throw refused(name === '' ? 'is no signed token' : `has a wrong or no "${name}"`);
  }
  return parsed.data;
}

function refused(what: string): HeadroomError {
  return new HeadroomError('unauthenticated', `The identity that Grafana forwarded ${what}.`, {
    field: 'X-Grafana-Id',
    remedy: 'Load the page again. If that does not help, check plugin.grafanaUrl of the engine and the clocks of both.',
  });
}
