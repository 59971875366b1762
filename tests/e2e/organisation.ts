import { type APIRequestContext, type Browser, type BrowserContext, expect } from '@playwright/test';
import { GRAFANA, PROMETHEUS } from './stage.ts';

const APP = 'headroom-capacity-app';
const PASSWORD = 'a long enough password';

/** Roles of the people in the organisation. */
export type Role = 'Admin' | 'Editor' | 'Viewer';

/** An organisation of its own in the Grafana under test, with a person of each role. */
export interface Organisation {
  /** A browser in which a person of this role is logged in. */
  readonly as: (role: Role, options?: { width?: number; theme?: 'dark' | 'light' }) => Promise<BrowserContext>;
  readonly remove: () => Promise<void>;
}

/**
 * Makes an organisation that has Headroom enabled, no Headroom data source, and two Prometheus data sources: one that
 * answers and one that does not. Nobody else's organisation is touched.
 */
export async function makeOrganisation(browser: Browser): Promise<Organisation> {
  const name = `headroom-${Date.now()}`;
  const contexts: BrowserContext[] = [];
  const open = async (login: string, password: string, width = 1280) => {
    const context = await browser.newContext({ baseURL: GRAFANA, viewport: { width, height: 900 }, timezoneId: 'UTC' });
    contexts.push(context);
    await send(context.request, 'post', '/login', { user: login, password });
    return context;
  };
  const { request } = await open('admin', 'admin');
  const { orgId } = await send<{ orgId: number }>(request, 'post', '/api/orgs', { name });
  const users: number[] = [];
  for (const role of ['Admin', 'Editor', 'Viewer'] as const) {
    const login = `${name}-${role}`;
    const user = { name: login, login, password: PASSWORD, OrgId: orgId };
    const { id } = await send<{ id: number }>(request, 'post', '/api/admin/users', user);
    users.push(id);
    await send(request, 'patch', `/api/orgs/${orgId}/users/${id}`, { role });
  }
  const admin = (await open(`${name}-Admin`, PASSWORD)).request;
  await send(admin, 'post', `/api/plugins/${APP}/settings`, { enabled: true, pinned: true, jsonData: {} });
  const prometheus = { type: 'prometheus', access: 'proxy' };
  await send(admin, 'post', '/api/datasources', { ...prometheus, name: 'Cluster', url: PROMETHEUS, isDefault: true });
  await send(admin, 'post', '/api/datasources', { ...prometheus, name: 'Retired', url: 'http://127.0.0.1:9' });
  return {
    as: async (role, { width, theme = 'dark' } = {}) => {
      const context = await open(`${name}-${role}`, PASSWORD, width);
      await send(context.request, 'put', '/api/user/preferences', { theme, timezone: 'utc' });
      return context;
    },
    remove: async () => {
      for (const id of users) {
        await request.delete(`/api/admin/users/${id}`);
      }
      await request.delete(`/api/orgs/${orgId}`);
      await Promise.all(contexts.map((context) => context.close()));
    },
  };
}

async function send<T>(
  request: APIRequestContext,
  method: 'post' | 'patch' | 'put',
  path: string,
  data: object
): Promise<T> {
  const response = await request[method](path, { data });
  expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
  return (await response.json()) as T;
}
