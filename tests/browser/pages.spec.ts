import { expect, type Locator, type Page } from '@playwright/test';
import { chartOf, seriousFindings, sidewaysScroll, test } from './fixtures.ts';
import { urls } from './urls.ts';

const APP = '/a/headroom-capacity-app';
const PROMETHEUS = { uid: 'prometheus', name: 'prometheus', type: 'prometheus', url: 'http://127.0.0.1:9' };

async function open(page: Page, host: string, path: string, params: Record<string, string> = {}): Promise<void> {
  await page.goto(`${host}${APP}/${path}?${new URLSearchParams(params).toString()}`);
}

/** Answers Grafana's own API, which the host does not have. */
async function withGrafanaApi(page: Page, source: object): Promise<unknown[]> {
  const created: unknown[] = [];
  await page.route('**/api/datasources/uid/prometheus/health', (route) =>
    route.fulfill({ json: { status: 'OK', message: 'Successfully queried the Prometheus API.' } })
  );
  await page.route('**/api/datasources/uid/prometheus', (route) => route.fulfill({ json: source }));
  await page.route('**/api/datasources/uid/headroom', (route) =>
    route.fulfill({
      json: { uid: 'headroom', name: 'headroom', type: 'x', url: 'http://prometheus:9090', jsonData: {} },
    })
  );
  await page.route('**/api/datasources', (route) => {
    created.push(route.request().postDataJSON());
    return route.fulfill({ json: { datasource: { uid: 'headroom' } } });
  });
  return created;
}

const OPS = { uid: 'ops', title: 'Ops' };

/** Answers Grafana's own API of folders and rules. @returns the folders that are created */
async function withAlertFolders(page: Page, folders: object[], groups: object = {}): Promise<unknown[]> {
  const created: unknown[] = [];
  await page.route('**/api/search*', (route) => route.fulfill({ json: folders }));
  await page.route('**/api/ruler/**', (route) => route.fulfill({ json: groups }));
  await page.route('**/api/folders', (route) => {
    const body = route.request().postDataJSON() as { title: string };
    created.push(body);
    return route.fulfill({ json: { uid: 'new', ...body } });
  });
  return created;
}

test.describe('overview', () => {
  test('names the filling volume and leads to its forecast', async ({ page }) => {
    await open(page, urls().host, 'overview');
    await expect(page.getByRole('heading', { level: 2, name: /1 volume likely full within 7 days/ })).toBeVisible();
    // What is most urgent of all depends on the day.
    const row = page.getByRole('row').filter({ hasText: 'shop/postgres-data' });
    await expect(row).toContainText(/Likely full .*, in .* days/);
    await expect(page.getByText(/^Updated just now \(\w{3} \d+ \w+, \d\d:\d\d UTC\) · engine healthy$/)).toBeVisible();
    await page.getByRole('link', { name: 'Open forecast of shop/postgres-data' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'shop/postgres-data' })).toBeVisible();
    await expect(chartOf(page)).toBeVisible();
  });

  for (const theme of ['dark', 'light']) {
    test(`axe finds nothing serious (${theme})`, async ({ page }) => {
      await open(page, urls().host, 'overview', { theme });
      await expect(page.getByRole('row').nth(1)).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test('does not scroll sideways at 800', async ({ page }) => {
    await page.setViewportSize({ width: 800, height: 900 });
    await open(page, urls().host, 'overview');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    expect(await sidewaysScroll(page)).toBe(0);
  });

  test('keeps the data source in the URL', async ({ page }) => {
    await open(page, urls().host, 'overview', { ds: 'gone' });
    await page.getByRole('combobox', { name: 'Data source' }).click();
    await page.getByRole('option', { name: 'headroom' }).click();
    await expect(page).toHaveURL(/ds=headroom/);
  });

  test.use({ expectedErrors: [/status of (404|502)/] });

  test('without an engine says what to do', async ({ page }) => {
    await open(page, urls().withoutEngine, 'overview');
    await expect(page.getByRole('alert')).toContainText('The Headroom engine does not answer.');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});

test.describe('first run', () => {
  test('connects to a Prometheus data source in one click', async ({ page }) => {
    const created = await withGrafanaApi(page, PROMETHEUS);
    await open(page, urls().withPrometheus, 'overview');
    await expect(page.getByText('Answers')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Connect to prometheus' }).click();
    await expect(page.getByRole('row').filter({ hasText: 'shop/postgres-data' })).toBeVisible();
    expect(created).toEqual([
      {
        name: 'Headroom',
        type: 'headroom-capacity-datasource',
        access: 'proxy',
        url: PROMETHEUS.url,
        jsonData: { sourceKind: 'direct', editorSourceUid: 'prometheus' },
      },
    ]);
  });

  test('asks for a token where credentials cannot be copied', async ({ page }) => {
    const created = await withGrafanaApi(page, { ...PROMETHEUS, basicAuth: true });
    await open(page, urls().withPrometheus, 'forecasts');
    await page.getByRole('button', { name: 'Connect to prometheus' }).click();
    await expect(page.getByText('One step is left: a token')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Enter token' })).toHaveAttribute(
      'href',
      '/connections/datasources/edit/headroom'
    );
    expect(created).toMatchObject([{ jsonData: { sourceKind: 'grafana', grafanaSourceUid: 'prometheus' } }]);
  });

  test('tells others whom to ask', async ({ page }) => {
    await withGrafanaApi(page, PROMETHEUS);
    await open(page, urls().withPrometheus, 'overview', { role: 'Viewer' });
    await expect(page.getByText(/Ask an administrator to open this page/)).toBeVisible();
    const connect = page.getByRole('button', { name: 'Connect to prometheus' });
    await expect(connect).toHaveAttribute('aria-disabled', 'true');
  });
});

test.describe('settings', () => {
  test('shows health, version, what is read and the limits', async ({ page }) => {
    await withGrafanaApi(page, PROMETHEUS);
    await open(page, urls().host, 'settings');
    await expect(page.getByText('Healthy')).toBeVisible();
    await expect(page.getByText(/Prometheus \d.* answers/)).toBeVisible();
    await expect(page.getByText('http://prometheus:9090')).toBeVisible();
    await expect(page.getByText('Series limit')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Configure' })).toHaveAttribute(
      'href',
      '/connections/datasources/edit/headroom'
    );
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('is for administrators', async ({ page }) => {
    await open(page, urls().host, 'settings', { role: 'Editor' });
    await expect(page.getByText('Settings are for administrators')).toBeVisible();
  });
});

test.describe('create alert', () => {
  /** The rule that the editor would open with. */
  async function ruleOf(drawer: Locator) {
    const href = (await drawer.getByRole('link', { name: 'Open rule editor' }).getAttribute('href')) ?? '';
    const { searchParams, pathname } = new URL(href, 'http://grafana');
    expect(pathname).toBe('/alerting/new/alerting');
    return JSON.parse(searchParams.get('defaults') ?? '{}') as {
      name: string;
      folder?: object;
      group?: string;
      queries: Array<{ model: { expression?: string } }>;
    };
  }

  async function openDrawer(page: Page, params: Record<string, string> = {}): Promise<Locator> {
    await open(page, urls().host, 'forecasts/new', params);
    await page.getByRole('button', { name: 'Volumes' }).click();
    await page.getByRole('button', { name: 'Create alert' }).click();
    return page.getByRole('dialog').first();
  }

  test('says what the rule would have done, and opens the rule editor with it', async ({ page }) => {
    await withAlertFolders(page, [OPS]);
    const drawer = await openDrawer(page);
    await expect(drawer.getByRole('heading', { name: /^Would (not )?have fired/ })).toBeVisible({ timeout: 45_000 });
    await expect(page).toHaveURL(/drawer=alert/);
    // Grafana's drawer names its inner dialog, not the outer one.
    const findings = await seriousFindings(page);
    expect(findings.filter((finding) => !finding.endsWith('.rc-drawer-content'))).toEqual([]);
    await drawer.getByLabel(/^Threshold/).fill('70');
    await drawer.getByLabel(/^Threshold/).press('Enter');
    const rule = await ruleOf(drawer);
    expect(rule).toMatchObject({ folder: OPS, group: 'Headroom forecasts' });
    expect(JSON.parse(rule.queries[0]?.model.expression ?? '')).toMatchObject({
      expr: expect.stringContaining('used_bytes'),
      within: '4d',
      measure: 'probability',
    });
    expect(rule.queries[2]?.model).toMatchObject({ conditions: [{ evaluator: { type: 'gt', params: [0.7] } }] });
  });

  test('goes to a group of the folder at its interval, under a name of its own', async ({ page }) => {
    await withAlertFolders(page, [OPS], {
      Ops: [
        { name: 'Written', interval: '5m', rules: [{ grafana_alert: { title: 'x', provenance: 'file' } }] },
        {
          name: 'Slow',
          interval: '10m',
          rules: [{ grafana_alert: { title: 'Volumes: likely to be full within 4 days' } }],
        },
      ],
    });
    const drawer = await openDrawer(page);
    const group = drawer.getByRole('combobox', { name: /^Evaluation group/ });
    await group.click();
    await expect(page.getByRole('option')).toHaveText([/^Headroom forecasts · every 1m/, /^Slow · every 10m/]);
    await page.getByRole('option', { name: /^Slow/ }).click();
    await expect(drawer.getByText('The rule is evaluated every 10m.')).toBeVisible();
    await expect(drawer.getByText('0s, or at least the evaluation interval, 10m.')).toBeVisible();
    await expect(drawer.getByRole('button', { name: 'Open rule editor' })).toHaveAttribute('aria-disabled', 'true');
    const pending = drawer.getByRole('combobox', { name: /^For / });
    await page.mouse.move(0, 0); // a list that opens under the mouse takes its choice from there
    await pending.fill('15m');
    await expect(page.getByRole('option')).toHaveText([/^15m/]); // what was typed has narrowed the list
    await pending.press('Enter');
    expect(await ruleOf(drawer)).toMatchObject({
      name: 'Volumes: likely to be full within 4 days (2)',
      group: 'Slow',
      evaluateFor: '15m',
    });
  });

  test('the preview is stopped and resumed', async ({ page }) => {
    await withAlertFolders(page, [OPS]);
    await page.route('**/v1/alert-preview', async (route) => {
      const json = { complete: false, progress: { done: 1, total: 4 }, fired: null, series: [], notices: [] };
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.fulfill({ json });
    });
    const drawer = await openDrawer(page);
    await expect(
      drawer.getByRole('progressbar', { name: /^Replaying the last 30 days, about \d+ s left$/ })
    ).toHaveAttribute('aria-valuenow', '25');
    await drawer.getByRole('button', { name: 'Stop preview' }).click();
    await expect(drawer.getByText('Preview stopped.')).toBeVisible();
    await page.unroute('**/v1/alert-preview');
    await drawer.getByRole('button', { name: 'Resume preview' }).click();
    await expect(drawer.getByRole('heading', { name: /^Would (not )?have fired/ })).toBeVisible({ timeout: 45_000 });
  });

  test('a folder that does not exist yet is created on the way', async ({ page }) => {
    const created = await withAlertFolders(page, []);
    const drawer = await openDrawer(page);
    await expect(drawer.getByRole('combobox', { name: /^Folder/ })).toHaveValue('Headroom (new)');
    await expect(drawer.getByText('It is created when you open the rule editor.')).toBeVisible();
    await drawer.getByRole('button', { name: 'Create folder and open rule editor' }).click();
    await expect.poll(() => created).toEqual([{ title: 'Headroom' }]);
  });

  test.describe('where Grafana lists no folders', () => {
    test.use({ expectedErrors: [/500/] });

    test('leaves the folder to the rule editor', async ({ page }) => {
      await page.route('**/api/search*', (route) => route.fulfill({ status: 500, json: { message: 'no' } }));
      const drawer = await openDrawer(page);
      await expect(drawer.getByText('Choose one in the rule editor.')).toBeVisible();
      expect(await ruleOf(drawer)).not.toHaveProperty('folder');
    });
  });

  for (const theme of ['light', 'dark']) {
    test(`fits into 800 px in the ${theme} theme`, async ({ page }) => {
      await withAlertFolders(page, [OPS]);
      await page.setViewportSize({ width: 800, height: 900 });
      const drawer = await openDrawer(page, { theme });
      await expect(drawer.getByRole('heading', { name: /^Would (not )?have fired/ })).toBeVisible({ timeout: 45_000 });
      expect(await sidewaysScroll(page)).toBe(0);
    });
  }

  test('needs a capacity', async ({ page }) => {
    await open(page, urls().host, 'forecasts/new', { expr: 'sum(up)' });
    await expect(chartOf(page)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create alert' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('the query goes to Explore and into a panel', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(page, urls().host, 'forecasts/new', { expr: 'sum(up)', unit: 'short' });
    const href = (await page.getByRole('link', { name: 'Open in Explore' }).getAttribute('href')) ?? '';
    expect(decodeURIComponent(href)).toContain('"expr":"sum(up)"');
    await page.getByRole('button', { name: 'Copy as panel' }).click();
    await expect(page.getByText(/^Panel copied\./)).toBeVisible();
    const stored = await page.evaluate(() => localStorage.getItem('panel-copy'));
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied)).toEqual(JSON.parse(stored ?? '{}'));
    expect(JSON.parse(copied)).toMatchObject({
      title: 'sum(up)',
      targets: [{ queryType: 'forecast', expr: 'sum(up)' }],
    });
  });
});
