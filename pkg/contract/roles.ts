/** Grafana's organisation roles, weakest first. */
export const ROLES = ['None', 'Viewer', 'Editor', 'Admin'] as const;

/** A Grafana organisation role. */
export type Role = (typeof ROLES)[number];

/** The least role that may do each action; the one table that the engine and the buttons share. */
export const REQUIRED_ROLE = {
  'forecast.read': 'Viewer',
  'source.read': 'Viewer',
  'engine.read': 'Viewer',
  'forecast.refresh': 'Editor',
  'forecast.create': 'Editor',
  'forecast.update': 'Editor',
  'forecast.train': 'Editor',
  'forecast.delete': 'Editor',
  'forecast.deleteOthers': 'Admin',
  'alert.preview': 'Editor',
  'anomaly.read': 'Viewer',
  'anomaly.feedback': 'Editor',
  'anomaly.configure': 'Editor',
  'recommendation.read': 'Viewer',
  'recommendation.run': 'Editor',
  'recommendation.triage': 'Editor',
  'recommendation.approve': 'Admin',
  'audit.read': 'Admin',
} as const satisfies Record<string, Role>;

/** Something a caller asks the engine to do. */
export type Action = keyof typeof REQUIRED_ROLE;

/** Whether a role may do an action. */
export function isAllowed(role: Role, action: Action): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(REQUIRED_ROLE[action]);
}

/** Reads a role from outside; anything unknown counts as no role at all. */
export function parseRole(text: string | undefined): Role {
  const known: readonly string[] = ROLES;
  return text !== undefined && known.includes(text) ? (text as Role) : 'None';
}
