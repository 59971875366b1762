/**
 * The anomalies of a signal as annotations on the graph of another data source, on a real Grafana with the sample
 * cluster: see first-forecast.spec.ts for how to start one. It writes a dashboard of its own and deletes it.
 */
import { expect, type Page, test } from '@playwright/test';
import { deleteBoard, panelOf, writeBoard } from './boards.ts';
import { GRAFANA } from './stage.ts';

const BOARD = 'headroom-annotations-story';
const CPU = 'avg by (namespace, container) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))';
const PANEL = {
  title: 'CPU',
  type: 'timeseries',
  targets: [{ refId: 'A', datasource: { type: 'prometheus', uid: 'prometheus' }, expr: `max(${CPU})`, range: true }],
};
/** As Grafana stores an annotation query; within a month the sample cluster always has some incidents. */
const ANNOTATION = {
  name: 'Unusual CPU',
  enable: true,
  iconColor: 'red',
  datasource: { type: 'headroom-capacity-datasource', uid: 'headroom' },
  target: { refId: 'Anno', queryType: 'anomaly', expr: CPU, threshold: 'warning', minDuration: '10m' },
};
const ANSWERED_MS = 90_000;

let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ baseURL: GRAFANA, viewport: { width: 1280, height: 900 } });
  expect((await page.request.post('/login', { data: { user: 'admin', password: 'admin' } })).ok()).toBe(true);
  await writeBoard(
    page.request,
    BOARD,
    [PANEL],
    {},
    {
      annotations: { list: [ANNOTATION] },
      time: { from: 'now-28d', to: 'now' },
    }
  );
});

test.afterAll(async () => {
  await deleteBoard(page.request, BOARD);
  await page.close();
});

test('marks when a signal was unusual, how severe it was, and why', async () => {
  await page.goto(`/d/${BOARD}`);
  const markers = panelOf(page, 'CPU').getByTestId('data-testid annotation-marker');
  await expect(markers.first()).toBeVisible({ timeout: ANSWERED_MS });
  await markers.first().hover();
  await expect(page.getByText(/^(Info|Warning|Critical|Emergency): \S+ .*(above|below) what is usual/)).toBeVisible();
  await expect(page.getByText(/Score \d+\./)).toBeVisible();
  await expect(page.getByText('anomaly', { exact: true })).toBeVisible();
});

test('marks nothing while the query is off', async () => {
  await page.goto(`/d/${BOARD}`);
  const markers = panelOf(page, 'CPU').getByTestId('data-testid annotation-marker');
  await expect(markers.first()).toBeVisible({ timeout: ANSWERED_MS });
  await page.getByText('Unusual CPU', { exact: true }).click();
  await expect(markers).toHaveCount(0);
});
