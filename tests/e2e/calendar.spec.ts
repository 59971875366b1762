/**
 * Exclusions and events of a forecast on a real Grafana with the sample cluster: dragged out on the chart or written in
 * the form, they change the prediction, are stored, and come back. What it stores it deletes.
 */
import { expect, type Page, test } from '@playwright/test';
import { GRAFANA } from './stage.ts';

const APP = '/a/headroom-capacity-app';
const NAME = `Calendar ${Date.now()}`;
const DAY = 86_400_000;
const SIGNAL = { expr: 'sum(rate(node_network_receive_bytes_total{device!="lo"}[5m]))', unit: 'binBps' };

interface Answer {
  readonly notices: readonly string[];
  readonly series: ReadonlyArray<{ notices: readonly string[]; predicted?: { mean: ReadonlyArray<number | null> } }>;
}

let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ baseURL: GRAFANA, viewport: { width: 1280, height: 1400 } });
  const login = await page.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  expect(login.ok()).toBe(true);
});

test.afterAll(async () => {
  await page.close();
});

/** What the engine answers to the question that an action brings about. */
async function answerTo(action: () => Promise<unknown>): Promise<Answer> {
  const response = page.waitForResponse((one) => one.url().endsWith('/v1/forecast') && one.ok());
  await action();
  return (await (await response).json()) as Answer;
}

function predicted({ series }: Answer): string {
  const mean = series[0]?.predicted?.mean ?? [];
  expect(mean.length).toBeGreaterThan(100);
  return JSON.stringify(mean);
}

function dayOf(days: number): string {
  return new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
}

async function openCalendar(): Promise<void> {
  const button = page.getByRole('button', { name: /^Calendar: / });
  if ((await button.getAttribute('aria-expanded')) !== 'true') {
    await button.click();
  }
}

test('a stretch that is dragged out on the chart is excluded, and can be taken back', async () => {
  const open = () => page.goto(`${APP}/forecasts/new?${new URLSearchParams(SIGNAL).toString()}`);
  const plain = await answerTo(open);
  const box = await page.locator('.u-over').boundingBox();
  const [left, top, width] = [box?.x ?? 0, box?.y ?? 0, box?.width ?? 0];
  await page.mouse.move(left + width * 0.2, top + 100);
  await page.mouse.down();
  await page.mouse.move(left + width * 0.3, top + 100, { steps: 8 });
  await page.mouse.up();
  const without = await answerTo(() => page.getByRole('button', { name: 'Exclude from training' }).click());
  expect(predicted(without)).not.toBe(predicted(plain));
  await expect(page.getByText(/^Excluded .* Save the forecast to keep it so\.$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Calendar: UTC, 1 exclusion' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Calendar: UTC', exact: true })).toBeVisible();
  await expect(page).not.toHaveURL(/exclude=/);
});

test('events change the prediction; what is wrong is said at the field', async () => {
  const plain = await answerTo(() => page.getByRole('button', { name: 'Update forecast' }).click());
  await openCalendar();
  const events = page.getByRole('textbox', { name: /^Events/ });
  await events.fill('sale=next week');
  await events.press('Enter');
  await expect(page.getByRole('form').getByRole('alert')).toContainText('"next week" is not a stretch of time.');
  await expect(page.getByRole('region', { name: 'Forecast' }).getByRole('alert')).toContainText('Events: ');
  await events.fill(`sale=${dayOf(-4)}, sale=${dayOf(2)}`);
  const withEvents = await answerTo(() => events.press('Enter'));
  expect(predicted(withEvents)).not.toBe(predicted(plain));
  const zone = page.getByRole('combobox', { name: /^Time zone/ });
  await zone.click();
  await zone.fill('Europe/Berlin');
  await zone.press('Enter');
  await expect(page.getByRole('button', { name: 'Calendar: Europe/Berlin, 2 events' })).toBeVisible();
});

test('the calendar is stored, comes back, and is duplicated', async () => {
  await page.getByRole('textbox', { name: /^Name Needed/ }).fill(NAME);
  await page.getByRole('button', { name: 'Save forecast' }).click();
  await expect(page.getByText(/^Trained .* · model: Ensemble/)).toBeVisible({ timeout: 90_000 });
  await page.reload();
  await openCalendar();
  await expect(page.getByRole('textbox', { name: /^Events/ })).toHaveValue(`sale=${dayOf(-4)}, sale=${dayOf(2)}`);
  const exclusions = page.getByRole('textbox', { name: /^Exclusions/ });
  await exclusions.fill(`${dayOf(-3)}T03:00Z/${dayOf(-3)}T13:00Z`);
  await exclusions.press('Enter');
  const saved = page.waitForResponse((one) => one.url().includes('/v1/forecasts/') && one.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Save forecast' }).click();
  expect((await saved).ok()).toBe(true);
  await expect(page.getByText(/From the stored forecast/)).toBeVisible({ timeout: 90_000 });
  await page.goto(`${APP}/forecasts`);
  await page.getByRole('button', { name: `Duplicate ${NAME}` }).click();
  await expect(page.getByRole('button', { name: 'Calendar: Europe/Berlin, 1 exclusion, 2 events' })).toBeVisible();
  await page.goto(`${APP}/forecasts`);
  await page.getByRole('button', { name: `Delete ${NAME}` }).click();
  await expect(page.getByText('Forecast deleted.')).toBeVisible();
});
