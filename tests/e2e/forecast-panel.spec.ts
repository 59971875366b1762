/**
 * The Forecast panel among other panels of a real Grafana with the sample cluster: see first-forecast.spec.ts for how to
 * start one. It writes a dashboard of its own and deletes it.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import type { ForecastFrameMeta } from '../../pkg/contract/frame-meta.ts';
import type { BreachResponse, SeriesBreachJson } from '../../pkg/contract/rest.ts';
import { breachSentence } from '../../src/shared/forecast/breach-words.ts';
import { dashboardQuery } from '../parity/dashboard-queries.ts';
import { deleteBoard, panelOf, writeBoard } from './boards.ts';
import { framesOf, type PanelFrame } from './frames.ts';
import { GRAFANA } from './stage.ts';

const BOARD = 'headroom-panel-story';
const HOUR = 3_600_000;
/** The size that the volume has at first, whatever another story has made of it since. */
const VOLUME: ReturnType<typeof dashboardQuery> = {
  ...dashboardQuery('Volume $volume', { volume: 'postgres-data' }),
  capacity: '52e9',
};
const CPU = 'sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))';
const prometheus = { refId: 'A', datasource: { type: 'prometheus', uid: 'prometheus' }, expr: CPU, range: true };
const headroom = { ...VOLUME, refId: 'A', datasource: { type: 'headroom-capacity-datasource', uid: 'headroom' } };

const PANELS = [
  { title: 'Volume', type: 'headroom-forecast-panel', unit: 'bytes', targets: [headroom] },
  { title: 'Core', type: 'timeseries', targets: [prometheus] },
  { title: 'Nodes', type: 'headroom-forecast-panel', targets: [prometheus] },
];
/** Cursor and tooltip are shared by all panels; Grafana takes this from no dashboard of an old schema. */
const SHARED_TOOLTIP = { graphTooltip: 2, schemaVersion: 41 };

let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  // axe wants a context of its own.
  const context = await browser.newContext({ baseURL: GRAFANA, viewport: { width: 1280, height: 1400 } });
  page = await context.newPage();
  const login = await page.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  expect(login.ok()).toBe(true);
  await writeBoard(page.request, BOARD, PANELS, {}, SHARED_TOOLTIP);
});

test.afterAll(async () => {
  await deleteBoard(page.request, BOARD);
  await page.context().close();
});

const chartIn = (panel: Locator) => panel.getByRole('img', { name: /^Forecast of .*Predicted / });

test('says of a breach what the engine answers to a breach query', async () => {
  const answered = page.waitForResponse(
    (response) =>
      response.url().includes('/api/ds/query') && response.request().postData()?.includes('capacity') === true
  );
  await page.goto(`/d/${BOARD}`);
  const response = await answered;
  const { from, to } = response.request().postDataJSON() as { from: string; to: string };
  const { queryType: _, ...query } = VOLUME;
  const range = { fromMs: Number(from), toMs: Number(to) };
  const rest = await page.request.post('/api/datasources/uid/headroom/resources/v1/breach', {
    data: { range, query: { ...query, within: query['horizon'] ?? '7d' } },
  });
  const { series } = (await rest.json()) as BreachResponse;
  expect(series).toHaveLength(1);
  const [breach] = series as [SeriesBreachJson];
  expect(breach.state).toBe('likely');
  const [frame] = await framesOf(response);
  expect(metaOf(frame)?.breach).toMatchObject({
    state: breach.state,
    earliestMs: breach.earliestMs,
    latestMs: breach.latestMs,
  });
  const sentence = breachSentence(breach, 'at-capacity', { nowMs: Number(to), timeZone: 'utc' });
  await expect(panelOf(page, 'Volume').getByText(sentence ?? 'no sentence', { exact: true })).toBeVisible();
});

function metaOf(frame: PanelFrame | undefined): ForecastFrameMeta | undefined {
  return (frame?.schema.meta?.custom as { headroom?: ForecastFrameMeta } | undefined)?.headroom;
}

test('shares the cursor with the panels around it, both ways', async () => {
  const [core, nodes] = [panelOf(page, 'Core'), panelOf(page, 'Nodes')];
  await expect(chartIn(nodes)).toBeVisible();
  const tooltips = page
    .locator('#grafana-portal-container')
    .getByText(/^\d{4}-\d\d-\d\d|^\w{3} \d+ \w{3,4}, \d\d:\d\d UTC$/);
  await hoverMiddle(core.locator('.u-over'));
  await expect(nodes.locator('.u-cursor-x')).toBeVisible();
  await expect(tooltips.filter({ hasText: 'UTC' }).first()).toBeVisible();
  await page.mouse.move(5, 5);
  await hoverMiddle(nodes.locator('.u-over'));
  await expect(core.locator('.u-cursor-x')).not.toHaveClass(/u-off/);
  await expect(tooltips.filter({ hasText: /^\d{4}-/ }).first()).toBeVisible();
});

async function hoverMiddle(area: Locator): Promise<void> {
  const box = (await area.boundingBox())!;
  for (let i = 0; i < 5; i++) {
    await area.page().mouse.move(box.x + box.width * 0.4 + 3 * i, box.y + box.height / 2);
  }
}

test('shows the annotations of its dashboard', async () => {
  const time = Date.now() - 60 * HOUR;
  const data = { dashboardUID: BOARD, time, timeEnd: time + 12 * HOUR, text: 'Node <b>drained</b>', tags: ['ops'] };
  expect((await page.request.post('/api/annotations', { data })).ok()).toBe(true);
  await page.reload();
  // Until the forecast is there the axis still grows, and marks move.
  await expect(chartIn(panelOf(page, 'Nodes'))).toBeVisible();
  const mark = panelOf(page, 'Nodes').getByRole('button', { name: /^Annotation: Node drained, / });
  await mark.hover();
  const tooltip = page.getByRole('tooltip').filter({ hasText: 'Node drained' });
  await expect(tooltip).toContainText('ops');
  await expect(tooltip).toContainText(' UTC – ');
  await page.mouse.move(5, 5);
});

test('a click on the legend leaves one series, another one brings all back', async () => {
  const nodes = panelOf(page, 'Nodes');
  await expect(chartIn(nodes)).toBeVisible();
  const names = nodes.locator('button[class*="LegendLabel"]');
  const all = await names.count();
  expect(all).toBeGreaterThan(1);
  const second = await names.nth(1).innerText();
  await names.nth(1).click();
  await expect(nodes.getByRole('img', { name: new RegExp(`^Forecast of ${second}\\.`) })).toBeVisible();
  await expect(names).toHaveCount(all);
  await names.nth(1).click();
  await expect(nodes.getByRole('img', { name: new RegExp(`Forecast of ${second}\\.`) })).toHaveAttribute(
    'aria-label',
    /Forecast of .*Forecast of /
  );
});

test('axe finds nothing in the panels', async () => {
  await expect(chartIn(panelOf(page, 'Volume'))).toBeVisible();
  await expect(chartIn(panelOf(page, 'Nodes'))).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('[data-forecast-panel]').analyze();
  expect(
    violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  ).toEqual([]);
});

test('a forecast that is copied as a panel is pasted on a dashboard', async () => {
  await page.goto('/a/headroom-capacity-app/forecasts/new');
  await page.getByRole('button', { name: 'Volumes' }).click();
  await expect(page.getByRole('img', { name: /^Forecast of / })).toBeVisible();
  await page.getByRole('button', { name: 'Copy as panel' }).click();
  await expect(page.getByText('Panel copied. Edit a dashboard, then choose Add → Paste panel.')).toBeVisible();
  await page.goto(`/d/${BOARD}`);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Paste panel' }).click();
  const pasted = panelOf(page, 'Volumes');
  await pasted.scrollIntoViewIfNeeded();
  await expect(chartIn(pasted)).toBeVisible();
  // As the page has called it.
  await expect(pasted.getByText(/(^|: )(likely full|unlikely to fill up) /i).first()).toBeVisible();
});
