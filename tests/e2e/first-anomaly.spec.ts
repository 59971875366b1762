/**
 * Plays docs/stories/first-anomaly.md on a real Grafana with the sample cluster (see first-forecast.spec.ts). It strikes
 * a workload through the sample cluster's exporter and ends what it began.
 */
import { expect, type Page, test } from '@playwright/test';
import { behaviourAlerts, ruleSignal } from './behaviour-alert.ts';
import { EXPORTER, GRAFANA } from './stage.ts';

const PAGE = '/a/headroom-capacity-app/anomalies';
const RESOURCES = '/api/datasources/uid/headroom/resources/v1';
const WORKLOAD = 'checkout';
const SERIES = `payments/${WORKLOAD}`;
const SIGNAL = `CPU of the story ${Date.now()}`;
const FIRING = /^alerting$/i;
const NORMAL = /^normal$/i;
/** Ten minutes that the rule asks for, on a grid of five, after a rate over five minutes has risen or fallen. */
const RULE_WITHIN_MS = 25 * 60_000;
/** When the incident repeats the rule must stay quiet for so much longer than it took to fire. */
const LONGER_MS = 2 * 60_000;

let page: Page;
let signalId = '';
let firedAfterMs = 0;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  const hasIncidents = await fetch(`${EXPORTER}/truth`).then(
    ({ ok }) => ok,
    () => false
  );
  test.skip(!hasIncidents, `The exporter at ${EXPORTER} can strike no workload: start the demo of this version.`);
  page = await browser.newPage({ baseURL: GRAFANA, viewport: { width: 1280, height: 1400 } });
  expect((await page.request.post('/login', { data: { user: 'admin', password: 'admin' } })).ok()).toBe(true);
  const data = { name: SIGNAL, unit: 'suffix:cores', query: await ruleSignal(page.request) };
  const watched = await page.request.post(`${RESOURCES}/watched-signals`, { data });
  expect(watched.status()).toBe(201);
  signalId = ((await watched.json()) as { id: string }).id;
});

test.afterAll(async () => {
  await fetch(`${EXPORTER}/incident/end`, { method: 'POST' }).catch(() => undefined);
  await page?.request.delete(`${RESOURCES}/watched-signals/${signalId}`);
  await page?.close();
});

test('minutes 1 and 2: look, and believe it', async () => {
  test.setTimeout(180_000);
  await page.goto('/a/headroom-capacity-app/overview');
  await page.getByRole('button', { name: 'Expand section: Headroom' }).click();
  await page.getByRole('link', { name: 'Anomalies', exact: true }).click();
  await openSignal('now-7d');
  const table = page.getByRole('table');
  const all = await table.getByRole('row').count();

  const cell = page.getByRole('gridcell', { name: /score/ }).first();
  const [, count = ''] = /, (\d+) anomal/.exec((await cell.getAttribute('aria-label')) ?? '') ?? [];
  await cell.click();
  await expect(page).toHaveURL(/cells=\d+-\d+/);
  await expect(table.getByRole('row')).toHaveCount(Number(count) + 1);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/cells=/);
  await expect(table.getByRole('row')).toHaveCount(all);

  await table.getByRole('button').filter({ hasText: '/' }).first().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByText(/usual(ly)? .* at this time \(.*\)\. .* Score \d+\.$/)).toBeVisible();
  await expect(drawer.getByRole('img', { name: /^Anomalies of .*, the worst / })).toBeVisible();
  await expect(drawer.getByRole('heading', { name: 'Evidence' })).toBeVisible();
  await expect(drawer.getByText(/robust standard deviations|stopped|unusual|outside/).first()).toBeVisible();
});

test('minute 3: be told, and be told no more', async () => {
  test.setTimeout(2 * RULE_WITHIN_MS + 60_000);
  await untilState(NORMAL);
  const struckMs = Date.now();
  await strike();
  await untilState(FIRING);
  firedAfterMs = Date.now() - struckMs;
  const alerts = await behaviourAlerts(page.request);
  const alert = alerts.find(({ labels }) => labels['container'] === WORKLOAD);
  expect(alert?.annotations['summary']).toBe(`CPU of ${SERIES} left its baseline`);
  const others = alerts.filter(({ labels, state }) => labels['container'] !== WORKLOAD && FIRING.test(state));
  expect(others.map(({ labels }) => labels['container'])).toEqual([]);
  await endIncident();
  await untilState(NORMAL);
});

test('minute 4: teach it', async () => {
  expect(firedAfterMs).toBeGreaterThan(0);
  test.setTimeout(2 * RULE_WITHIN_MS + firedAfterMs);
  await openSignal('now-1h');
  await page.getByRole('textbox', { name: 'Search' }).fill(SERIES);
  await page.getByRole('table').getByRole('button').filter({ hasText: SERIES }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Not an anomaly' }).click();
  const said = drawer.getByText(
    /^Threshold of this series raised from \d+ to \d+\.$|^This stretch is taken as normal\./
  );
  await expect(said).toBeVisible({ timeout: 60_000 });
  await expect(drawer.getByRole('button', { name: 'Undo' })).toBeVisible();

  await strike();
  const endMs = Date.now() + firedAfterMs + LONGER_MS;
  while (Date.now() < endMs) {
    expect(await stateOf(WORKLOAD)).toMatch(NORMAL);
    await page.waitForTimeout(10_000);
  }
  await endIncident();
  const undone = page.waitForResponse((answer) => answer.request().method() === 'DELETE' && answer.status() === 204);
  await drawer.getByRole('button', { name: 'Undo' }).click();
  await undone;
  await expect(said).toHaveCount(0);
});

test('minute 5: on a dashboard', async () => {
  const datasource = { type: 'headroom-capacity-datasource', uid: 'headroom' };
  const { expr } = await ruleSignal(page.request);
  const queries = [{ refId: 'A', datasource, queryType: 'anomaly', expr }];
  const pane = { datasource: 'headroom', queries, range: { from: 'now-2d', to: 'now' } };
  await page.goto(`/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ story: pane }))}`);
  await expect(page.getByRole('radio', { name: 'Anomaly' })).toBeChecked();
  await expect(page.locator('.uplot canvas').first()).toBeVisible({ timeout: 60_000 });
});

/** The page with the signal of the story alone. */
async function openSignal(from: string): Promise<void> {
  await page.goto(`${PAGE}?${new URLSearchParams({ ds: 'headroom', signal: signalId, from, to: 'now' }).toString()}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Anomalies' })).toBeVisible();
  await expect(page.getByRole('table')).toBeVisible({ timeout: 120_000 });
}

async function strike(): Promise<void> {
  const struck = await fetch(`${EXPORTER}/incident?workload=${WORKLOAD}&kind=spike&minutes=60`, { method: 'POST' });
  expect(struck.ok).toBe(true);
}

async function endIncident(): Promise<void> {
  expect((await fetch(`${EXPORTER}/incident/end`, { method: 'POST' })).ok).toBe(true);
}

async function stateOf(container: string): Promise<string> {
  const alerts = await behaviourAlerts(page.request);
  return alerts.find(({ labels }) => labels['container'] === container)?.state ?? 'not evaluated';
}

/** Waits until an evaluation of the rule has put the workload's alert into a state. */
async function untilState(state: RegExp): Promise<void> {
  await expect.poll(() => stateOf(WORKLOAD), { timeout: RULE_WITHIN_MS, intervals: [5_000] }).toMatch(state);
}
