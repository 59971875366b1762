import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

type Algorithm = 'ES256' | 'EdDSA';

/** Signs identities as Grafana does for its users. */
export interface GrafanaSigner {
  readonly publicKey: KeyObject;
  /** The key as an entry of `/api/signing-keys/keys`. */
  readonly jwk: { readonly kid: string };
  token(claims: object, header?: object): string;
}

/** A signer with a fresh key. */
export function createSigner(kid = 'id-2025-01-es256', alg: Algorithm = 'ES256'): GrafanaSigner {
  const { privateKey, publicKey } =
    alg === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) : generateKeyPairSync('ed25519');
  const token = (claims: object, header: object = {}) => {
    const signed = [{ alg, kid, typ: 'jwt', ...header }, claims].map(encode).join('.');
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' as const };
    const signature = sign(alg === 'ES256' ? 'sha256' : null, Buffer.from(signed), key);
    return `${signed}.${signature.toString('base64url')}`;
  };
  return { publicKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid }, token };
}

/** What Grafana says of a user of an organisation at a time. */
export function claimsAt(nowMs: number, { org = 1, role = 'Admin', login = 'nadia' } = {}) {
  const seconds = Math.floor(nowMs / 1_000);
  const times = { exp: seconds + 600, iat: seconds };
  return { iss: 'http://grafana/', aud: [`org:${org}`], sub: 'user:2', username: login, role, ...times };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
