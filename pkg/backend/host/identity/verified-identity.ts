import { create } from '@bufbuild/protobuf';
import { HeadroomError } from '#contract/errors.ts';
import type { Clock } from '../../app/ports/clock.ts';
import { type PluginContext, type User, UserSchema } from '../gen/pluginv2_pb.ts';
import { type IdClaims, type KeyRing, readIdToken } from './id-token.ts';
import { userName } from './user-name.ts';

/** Says what of a request may be believed. */
export interface IdentityCheck {
  /** The same request with the user and role that were proven; `evenExpired` for what goes on in the name of whoever began it. */
  verified(plugin: PluginContext, idToken: string | undefined, evenExpired?: boolean): Promise<PluginContext>;
}

/** A user whom Grafana did not sign for, as in a public dashboard. */
const UNPROVEN = 'unverified';

/**
 * Believes about a user only what Grafana has signed. Where nothing is signed (alert rules, public dashboards) a request may
 * read and nothing else.
 */
export function createIdentityCheck(keys: KeyRing, clock: Clock): IdentityCheck {
  return {
    verified: async (plugin, idToken, evenExpired = false) => {
      const claims = idToken === undefined ? undefined : await readIdToken(idToken, keys, clock.now(), evenExpired);
      const user = claims === undefined ? unproven(plugin.user) : proven(plugin, claims);
      return user === undefined ? plugin : { ...plugin, user };
    },
  };
}

function unproven(claimed: User | undefined): User | undefined {
  return claimed === undefined
    ? undefined
    : create(UserSchema, { login: UNPROVEN, role: claimed.role === 'None' ? 'None' : 'Viewer' });
}

function proven({ orgId, user }: PluginContext, claims: IdClaims): User {
  if (!claims.aud.includes(`org:${orgId}`)) {
    throw new HeadroomError('permission_denied', `The identity was signed for another organisation than ${orgId}.`, {
      field: 'X-Grafana-Id',
      remedy: 'Load the page again after changing the organisation.',
    });
  }
  const { username } = claims;
  if (user !== undefined && username !== undefined && user.login !== username) {
    throw new HeadroomError('permission_denied', 'The identity was signed for another user than the request names.', {
      field: 'X-Grafana-Id',
      remedy: 'Load the page again.',
    });
  }
  const login = username === undefined ? claims.sub : userName(username);
  return create(UserSchema, { login, role: claims.role ?? 'None' });
}
