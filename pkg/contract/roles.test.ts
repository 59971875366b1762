import { describe, expect, it } from 'vitest';
import { type Action, isAllowed, parseRole, REQUIRED_ROLE, ROLES } from './roles.ts';

describe('isAllowed', () => {
  it.each(Object.entries(REQUIRED_ROLE) as [Action, (typeof ROLES)[number]][])(
    'lets %s be done from %s on',
    (action, least) => {
      const allowed = ROLES.filter((role) => isAllowed(role, action));
      expect(allowed).toEqual(ROLES.slice(ROLES.indexOf(least)));
    }
  );

  it('lets nobody without a role do anything', () => {
    expect((Object.keys(REQUIRED_ROLE) as Action[]).some((action) => isAllowed('None', action))).toBe(false);
  });
});

describe('parseRole', () => {
  it.each(ROLES)('reads %s', (role) => {
    expect(parseRole(role)).toBe(role);
  });

  it.each([undefined, '', 'admin', 'ADMIN', 'Root', 'constructor'])('takes %j for no role', (text) => {
    expect(parseRole(text)).toBe('None');
  });
});
