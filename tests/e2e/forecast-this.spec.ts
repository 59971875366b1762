/**
 * Plays docs/stories/forecast-this.md on a real Grafana with the sample cluster, as far as it is about panels: see
 * first-forecast.spec.ts for how to start one. It writes dashboards of its own and deletes them.
 */
import { expect, type Page, test } from '@playwright/test';
import { deleteBoard, panelOf, writeBoard } from './boards.ts';
import { GRAFANA, PROMETHEUS as PROMETHEUS_URL } from './stage.ts';

const BOARD = 'headroom-forecast-this';
const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };
const SAME = { type: 'prometheus', uid: 'headroom-same-server' };
const OTHER = { type: 'prometheus', uid: 'headroom-other-server' };
const DISKS =
  'sum by (instance) (node_filesystem_size_bytes{mountpoint="/"} - node_filesystem_avail_bytes{mountpoint="/"})';
const query = (expr: string, refId = 'A') => ({ refId, datasource: PROMETHEUS, expr, range: true, editorMode: 'code' });

const PANELS = [
  { title: 'Root file system', type: 'timeseries', unit: 'bytes', targets: [query(`${DISKS} * $factor`)] },
  { title: 'Two queries', type: 'timeseries', targets: [query('node_load1'), query('up', 'B')] },
  { title: 'Words', type: 'text', targets: [] },
  { title: 'Same server', type: 'timeseries', targets: [{ ...query('node_load1'), datasource: SAME }] },
  { title: 'Other server', type: 'timeseries', targets: [{ ...query('node_load1'), datasource: OTHER }] },
  { title: 'Random', type: 'timeseries', targets: [{ refId: 'A', datasource: { type: 'grafana', uid: 'grafana' } }] },
  { title: 'Own data', type: 'headroom-forecast-panel', unit: 'bytes', targets: [query(DISKS)] },
];

let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ baseURL: GRAFANA, viewport: { width: 1280, height: 1400 } });
  const login = await page.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  expect(login.ok()).toBe(true);
  for (const [{ type, uid }, url] of [
    [SAME, `${PROMETHEUS_URL}/`],
    [OTHER, 'http://127.0.0.1:9'],
  ] as const) {
    await page.request.delete(`/api/datasources/uid/${uid}`);
    const source = await page.request.post('/api/datasources', {
      data: { name: uid, uid, type, access: 'proxy', url },
    });
    expect(source.ok()).toBe(true);
  }
  await writeBoard(page.request, BOARD, PANELS, { factor: '1' });
});

test.afterAll(async () => {
  await deleteBoard(page.request, BOARD);
  for (const { uid } of [SAME, OTHER]) {
    await page.request.delete(`/api/datasources/uid/${uid}`);
  }
  await page.close();
});

/** Opens the menu and follows the link: two clicks. */
async function forecastThis(title: string): Promise<void> {
  await page.goto(`/d/${BOARD}`);
  const panel = panelOf(page, title);
  await panel.scrollIntoViewIfNeeded();
  await panel.hover();
  await page.getByTestId(`data-testid Panel menu ${title}`).click();
  await page.getByRole('menuitem', { name: 'Extensions' }).hover();
  await page.getByText('Forecast this').click();
}

test('minute 1: from a panel to its forecast', async () => {
  await forecastThis('Root file system');
  await expect(page).toHaveURL(/unit=bytes/);
  await expect(page.getByLabel('PromQL expression')).toHaveValue(`${DISKS} * 1`);
  await expect(page.getByRole('textbox', { name: /^Name/ })).toHaveValue('Root file system');
  const chart = page.getByRole('img', { name: /^Forecast of / });
  await expect(chart).toBeVisible();
  await expect(chart).toHaveAttribute('aria-label', /Actual [\d.]+ GiB now\. Predicted [\d.]+ GiB on /);
});

test('a panel with several queries forecasts the first one and says so', async () => {
  await forecastThis('Two queries');
  await expect(page.getByText('The panel has several queries; this is the first one.')).toBeVisible();
  await expect(page.getByLabel('PromQL expression')).toHaveValue('node_load1');
});

test('a panel without a query of Prometheus says why it cannot be forecast', async () => {
  await forecastThis('Words');
  await expect(page.getByText('The panel has no query of Prometheus that could be forecast.')).toBeVisible();
});

test('another data source of the same server is found by its address', async () => {
  await forecastThis('Same server');
  await expect(page).toHaveURL(/ds=headroom(&|$)/);
  await expect(page.getByRole('img', { name: /^Forecast of / })).toBeVisible();
  await expect(page.getByText('No Headroom data source reads the server of this panel.')).toHaveCount(0);
});

test('a server that no Headroom data source reads is said to be another one', async () => {
  await forecastThis('Other server');
  await expect(page.getByText('No Headroom data source reads the server of this panel.')).toBeVisible();
  await expect(page.getByLabel('PromQL expression')).toHaveValue('node_load1');
});

test('a panel of another kind says which kind it is', async () => {
  await forecastThis('Random');
  await expect(page.getByText('Grafana queries cannot be forecast.')).toBeVisible();
});

test('minute 3: a panel forecasts its own frames in a worker, without the engine', async () => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await page.route('**/api/datasources/uid/headroom/**', (route) => route.abort());
  await page.goto(`/d/${BOARD}`);
  const panel = panelOf(page, 'Own data');
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.getByRole('img', { name: /Predicted [\d.]+ GiB on / })).toBeVisible();
  expect(workers.length).toBe(1);
  await expect(panel.getByRole('button', { name: /^Trust: / })).toBeVisible();
  await panel.getByRole('button', { name: 'Forecast in the browser. Show notices' }).click();
  await expect(page.getByText('Forecast in the browser from the history shown')).toBeVisible();
});

test('minute 2: zooming changes the picture, not the answer', async () => {
  const panel = panelOf(page, 'Own data');
  await page.keyboard.press('Escape');
  const chart = panel.getByRole('img', { name: /^Forecast of / });
  const before = await chart.getAttribute('aria-label');
  const box = await chart.boundingBox();
  const [left, top, width] = [box?.x ?? 0, box?.y ?? 0, box?.width ?? 0];
  await page.mouse.move(left + width * 0.4, top + 60);
  await page.mouse.down();
  await page.mouse.move(left + width * 0.8, top + 60, { steps: 8 });
  await page.mouse.up();
  await expect(panel.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
  await expect(chart).toHaveAttribute('aria-label', before ?? '');
  await panel.getByRole('button', { name: 'Reset zoom' }).click();
  await expect(panel.getByRole('button', { name: 'Reset zoom' })).toHaveCount(0);
});

test('minute 2: the arrow keys read the panel', async () => {
  const chart = panelOf(page, 'Own data').getByRole('group', { name: /^Forecast chart/ });
  await page.keyboard.press('Escape');
  await chart.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^\w{3} \d+ \w{3,4}, \d\d:\d\d UTC$/)).toBeVisible();
});

test('a policy that bars workers: the same numbers from the page itself', async () => {
  const free = await page
    .getByRole('img', { name: /Predicted / })
    .first()
    .getAttribute('aria-label');
  await page.route(`**/d/${BOARD}*`, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': "worker-src 'none'" };
    await route.fulfill({ response, headers });
  });
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await page.goto(`/d/${BOARD}`);
  const panel = panelOf(page, 'Own data');
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.getByRole('img', { name: /Predicted [\d.]+ GiB on / })).toBeVisible();
  // On the page the series are forecast one after the other.
  const barred = panel.getByRole('img', { name: /Predicted / });
  await expect.poll(async () => predictedNames(await barred.getAttribute('aria-label'))).toEqual(predictedNames(free));
  expect(workers).toEqual([]);
});

/** The series that are told about: their last samples may have moved on between two loads. */
function predictedNames(label: string | null): string[] {
  return [...(label ?? '').matchAll(/Forecast of (\S+)\. .*?Predicted/g)].map(([, name = '']) => name);
}
