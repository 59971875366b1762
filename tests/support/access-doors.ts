import { expect } from 'vitest';
import { type Action, REQUIRED_ROLE, type Role } from '#contract/roles.ts';

/** Who asks. */
export interface Asker {
  readonly org: number;
  readonly role: Role;
}

/** A request to a route such as `GET /v1/jobs`, to one of the data sources. */
export interface RouteRequest {
  readonly source: string;
  readonly route: string;
  readonly query?: string | undefined;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface RouteAnswer {
  readonly status: number;
  readonly text: string;
}

/** A running engine with callers of several organisations and roles, whichever way they come in. */
export interface Door {
  ask(as: Asker, request: RouteRequest): Promise<RouteAnswer>;
  /** What the door shows of the engine's metrics to somebody. */
  metrics(as: Asker): Promise<RouteAnswer>;
  /** The log so far. */
  log(): string;
  stop(): Promise<void>;
}

/** The login or name of an asker, by which the audit log knows it. */
export function nameOf({ org, role }: Asker): string {
  return `${role.toLowerCase()}-of-${org}`;
}

/** The id of what was made. */
export function idOf({ status, text }: RouteAnswer): string {
  expect(status, text).toBeLessThan(300);
  return (JSON.parse(text) as { id: string }).id;
}

/** Expects that somebody was told that their role is not enough, and which one is. */
export function expectRefusal({ status, text }: RouteAnswer, action: Action): void {
  expect(JSON.parse(text)).toMatchObject({
    error: { code: 'permission_denied', remedy: expect.stringContaining(REQUIRED_ROLE[action]) as unknown },
  });
  expect(status).toBe(403);
}
