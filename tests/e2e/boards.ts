import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';

/** A panel as a test needs it; all are of one size, two in a row. */
interface BoardPanel {
  readonly title: string;
  readonly type: string;
  readonly unit?: string;
  readonly targets: readonly object[];
}

const HEIGHT = 9;

/** Writes a dashboard of the last week, with variables that have one value each, and more of its settings. */
export async function writeBoard(
  request: APIRequestContext,
  uid: string,
  panels: readonly BoardPanel[],
  variables: Readonly<Record<string, string>> = {},
  more: object = {}
): Promise<void> {
  const dashboard = {
    uid,
    title: uid,
    timezone: 'utc',
    time: { from: 'now-7d', to: 'now' },
    templating: { list: Object.entries(variables).map(([name, query]) => ({ name, query, type: 'constant' })) },
    panels: panels.map(({ title, type, unit, targets }, i) => ({
      id: i + 1,
      title,
      type,
      targets,
      datasource: (targets[0] as { datasource?: object } | undefined)?.datasource,
      gridPos: { x: (i % 2) * 12, y: Math.floor(i / 2) * HEIGHT, w: 12, h: HEIGHT },
      fieldConfig: { defaults: unit === undefined ? {} : { unit }, overrides: [] },
      options: {},
    })),
    ...more,
  };
  const written = await request.post('/api/dashboards/db', { data: { dashboard, overwrite: true } });
  expect(written.ok()).toBe(true);
}

/** Deletes what {@link writeBoard} wrote. */
export async function deleteBoard(request: APIRequestContext, uid: string): Promise<void> {
  await request.delete(`/api/dashboards/uid/${uid}`);
}

/** A panel by its title. */
export function panelOf(page: Page, title: string): Locator {
  return page.getByTestId(`data-testid Panel header ${title}`);
}
