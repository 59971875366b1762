import { config, hasPermission } from '@grafana/runtime';
import { type Action, isAllowed, parseRole, REQUIRED_ROLE, type Role } from '#contract/roles.ts';

/** The role of the user in this organisation; a server administrator counts as Admin. */
export function userRole(): Role {
  const { orgRole, isGrafanaAdmin } = config.bootData.user;
  return isGrafanaAdmin === true ? 'Admin' : parseRole(orgRole);
}

/** The login name of the user. */
export function userLogin(): string {
  return config.bootData.user.login;
}

/** Why the user may not do something with the engine; `undefined` when it is allowed. */
export function whyNot(action: Action): string | undefined {
  return isAllowed(userRole(), action) ? undefined : `Needs the role ${REQUIRED_ROLE[action]}; ask an administrator.`;
}

/** What somebody does in Grafana itself, and the permissions of which one suffices. */
const HOST_ACTIONS = {
  explore: { needs: ['datasources:explore'], reason: 'Explore needs the role Editor; ask an administrator.' },
  addToDashboard: {
    needs: ['dashboards:create', 'dashboards:write'],
    reason: 'Adding to a dashboard needs the role Editor; ask an administrator.',
  },
  createAlert: {
    needs: ['alert.rules:create'],
    reason: 'Alert rules need the role Editor; ask an administrator.',
  },
  createSource: { needs: ['datasources:create'], reason: 'Data sources are added by administrators.' },
} as const;

/** Something that the host does, not the engine. */
export type HostAction = keyof typeof HOST_ACTIONS;

/** Why the user may not do something in the host; `undefined` when it is allowed. */
export function whyNotInHost(action: HostAction): string | undefined {
  const { needs, reason } = HOST_ACTIONS[action];
  return needs.some((permission) => hasPermission(permission)) ? undefined : reason;
}
