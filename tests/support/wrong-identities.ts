import { claimsAt, createSigner, type GrafanaSigner } from './grafana-signer.ts';
import { type Asker, nameOf } from './access-doors.ts';

/** Identities that prove nothing, or something else than the request says; `status` refuses them. */
export interface WrongIdentity {
  readonly what: string;
  readonly status: number;
  /** Whether a stream goes on by it that began by it. */
  readonly goesOn?: true;
  /** What is shown by somebody who is said to be `as`. */
  readonly shown: (signer: GrafanaSigner, as: Asker) => readonly string[];
}

/** What Grafana signs for somebody. */
export function identityOf(signer: GrafanaSigner, as: Asker, more: object = {}, header: object = {}): string {
  const claims = claimsAt(Date.now(), { org: as.org, role: as.role, login: nameOf(as) });
  return signer.token({ ...claims, ...more }, header);
}

const seconds = (fromNow: number) => Math.floor(Date.now() / 1_000) + fromNow;
const otherOrg = ({ org, role }: Asker): Asker => ({ org: 3 - org, role });

/** Everything that a forger, a thief of an old identity, or somebody of another organisation can show. */
export const WRONG_IDENTITIES: readonly WrongIdentity[] = [
  {
    what: 'an expired one',
    status: 401,
    goesOn: true,
    shown: (signer, as) => [identityOf(signer, as, { exp: seconds(-60) })],
  },
  { what: 'one of tomorrow', status: 401, shown: (signer, as) => [identityOf(signer, as, { nbf: seconds(86_400) })] },
  { what: 'one without an end', status: 401, shown: (signer, as) => [identityOf(signer, as, { exp: undefined })] },
  {
    what: 'one signed by another key of the same name',
    status: 401,
    shown: (_, as) => [identityOf(createSigner(), as)],
  },
  { what: 'one of another Grafana', status: 401, shown: (_, as) => [identityOf(createSigner('its-own'), as)] },
  { what: 'one whose claims were changed', status: 401, shown: (signer, as) => [withOtherClaims(signer, as)] },
  { what: 'one that names no algorithm', status: 401, shown: (signer, as) => [unsigned(signer, as)] },
  {
    what: 'one that names another algorithm',
    status: 401,
    shown: (signer, as) => [identityOf(signer, as, {}, { alg: 'HS256' })],
  },
  { what: 'no token at all', status: 401, shown: () => ['nonsense'] },
  { what: 'one for another organisation', status: 403, shown: (signer, as) => [identityOf(signer, otherOrg(as))] },
  {
    what: 'one for another audience',
    status: 403,
    shown: (signer, as) => [identityOf(signer, as, { aud: ['org:11'] })],
  },
  { what: 'one for nobody', status: 401, shown: (signer, as) => [identityOf(signer, as, { aud: undefined })] },
  {
    what: 'one for another user',
    status: 403,
    shown: (signer, as) => [identityOf(signer, as, { username: 'somebody-else' })],
  },
  {
    what: 'two, of which the first is right',
    status: 401,
    shown: (signer, as) => [identityOf(signer, as), identityOf(signer, as, { role: 'Admin', exp: seconds(500) })],
  },
  {
    what: 'a wrong one before the right one',
    status: 401,
    shown: (signer, as) => ['nonsense', identityOf(signer, as)],
  },
];

/** The signature of a Viewer under the claims of an administrator. */
function withOtherClaims(signer: GrafanaSigner, as: Asker): string {
  const [header, , signature] = identityOf(signer, as, { role: 'Viewer' }).split('.');
  const [, claims] = identityOf(signer, as, { role: 'Admin' }).split('.');
  return [header, claims, signature].join('.');
}

function unsigned(signer: GrafanaSigner, as: Asker): string {
  return identityOf(signer, as, {}, { alg: 'none' }).replace(/[^.]*$/, '');
}
