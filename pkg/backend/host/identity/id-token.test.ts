import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { claimsAt, createSigner } from '../../../../tests/support/grafana-signer.ts';
import { readIdToken } from './id-token.ts';

const NOW = Date.UTC(2026, 0, 1);
const grafana = createSigner();
const stranger = createSigner();
const edwards = createSigner('ed', 'EdDSA');
const keys = {
  find: async (kid: string) => new Map([grafana, edwards].map(({ jwk, publicKey }) => [jwk.kid, publicKey])).get(kid),
};

const claims = claimsAt(NOW);
const read = (token: string, nowMs = NOW) => readIdToken(token, keys, nowMs);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** The token with another part in place of one of its three. */
const withPart = (token: string, at: number, part: string) => token.split('.').with(at, part).join('.');

describe('readIdToken', () => {
  it.each([
    ['ES256', grafana],
    ['EdDSA', edwards],
  ])('reads what Grafana signed by %s', async (_alg, signer) => {
    expect(await read(signer.token(claims))).toMatchObject({ sub: 'user:2', role: 'Admin', aud: ['org:1'] });
  });

  it('takes one audience as a text, too', async () => {
    expect((await read(grafana.token({ ...claims, aud: 'org:3' }))).aud).toEqual(['org:3']);
  });

  const good = grafana.token(claims);
  const hmac = `${encode({ alg: 'HS256', kid: grafana.jwk.kid })}.${encode(claims)}`;
  const publicPem = grafana.publicKey.export({ format: 'pem', type: 'spki' });
  it.each([
    ['nothing', '', 'no signed token'],
    ['words', 'not.a.token', 'no signed token'],
    ['a fourth part', `${good}.x`, 'no signed token'],
    ['too much', grafana.token({ ...claims, email: 'x'.repeat(20_000) }), 'no signed token'],
    ['an unknown key', grafana.token(claims, { kid: 'other' }), 'does not have'],
    ["a stranger's key under Grafana's name", stranger.token(claims), 'wrong signature'],
    ['changed claims', withPart(good, 1, encode({ ...claims, role: 'Admin', sub: 'user:1' })), 'wrong signature'],
    ['no signature', withPart(good, 2, ''), 'wrong signature'],
    ['no algorithm', withPart(grafana.token(claims, { alg: 'none' }), 2, ''), '"alg"'],
    [
      "an HMAC by the text of Grafana's public key",
      `${hmac}.${createHmac('sha256', publicPem).update(hmac).digest('base64url')}`,
      '"alg"',
    ],
    ['the algorithm of another key', grafana.token(claims, { alg: 'EdDSA' }), 'wrong signature'],
    ['an algorithm that the key cannot do', edwards.token(claims, { alg: 'ES256' }), 'wrong signature'],
    ['no expiry', grafana.token({ ...claims, exp: undefined }), '"exp"'],
    ['no subject', grafana.token({ ...claims, sub: '' }), '"sub"'],
    ['no audience', grafana.token({ ...claims, aud: undefined }), '"aud"'],
    ['no key id', grafana.token(claims, { kid: undefined }), '"kid"'],
    ['a time to come', grafana.token({ ...claims, nbf: claims.iat + 120 }), 'not valid yet'],
  ])('refuses %s', async (_what, token, words) => {
    await expect(read(token)).rejects.toMatchObject({
      code: 'unauthenticated',
      field: 'X-Grafana-Id',
      message: expect.stringContaining(words) as string,
    });
  });

  it('lets a token expire, with half a minute for clocks that differ', async () => {
    const expiresMs = claims.exp * 1_000;
    await expect(read(good, expiresMs + 29_000)).resolves.toBeDefined();
    await expect(read(good, expiresMs + 30_000)).rejects.toThrow('has expired');
  });

  it('reads an expired one, and no forged one, for what goes on in the name of whoever began it', async () => {
    const laterMs = claims.exp * 1_000 + 86_400_000;
    await expect(readIdToken(good, keys, laterMs, true)).resolves.toMatchObject({ sub: 'user:2' });
    await expect(readIdToken(stranger.token(claims), keys, laterMs, true)).rejects.toThrow('wrong signature');
  });
});
