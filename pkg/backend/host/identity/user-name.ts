/** Names that stand in the audit log and are nobody's login. */
const NOT_OF_USERS: ReadonlySet<string> = new Set(['alerting', 'cli', 'engine', 'local', 'unverified']);
/** Whoever has no login is named by kind and number, as service accounts are. */
const KIND_AND_NUMBER = /^[a-z-]+:/;

/** The name of a user, who may have chosen a login that is the name of something else. */
export function userName(login: string): string {
  return NOT_OF_USERS.has(login) || KIND_AND_NUMBER.test(login) ? `login:${login}` : login;
}
