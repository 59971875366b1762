/**
 * Plays minutes 3 to 5 of docs/stories/forecast-this.md on a real Grafana with the sample cluster: a forecast becomes a
 * panel, an alert rule in the editor, and a stored forecast that can be deleted and restored.
 */
import { expect, type Page, test } from '@playwright/test';
import { GRAFANA } from './stage.ts';

const APP = '/a/headroom-capacity-app';
const NAME = `Volumes of the story ${Date.now()}`;
const TRAINED_MS = 90_000;

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

async function openVolumes(): Promise<void> {
  await page.goto(`${APP}/forecasts/new`);
  await page.getByRole('button', { name: 'Volumes' }).click();
  await expect(page.getByRole('img', { name: /^Forecast of / })).toBeVisible();
}

test('a forecast goes to a new dashboard', async () => {
  await openVolumes();
  await page.getByRole('button', { name: 'Add to dashboard' }).click();
  await page.getByRole('button', { name: 'Open dashboard' }).click();
  await expect(page).toHaveURL(/\/dashboard\/new/);
  await expect(page.getByTestId('data-testid Panel header Volumes')).toBeVisible();
});

test('an alert is previewed and opens in the rule editor', async () => {
  await openVolumes();
  await page.getByRole('button', { name: 'Create alert' }).click();
  await expect(page.getByRole('heading', { name: /^Would (not )?have fired/ })).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Open rule editor' }).click();
  await expect(page).toHaveURL(/\/alerting\/new\/alerting/);
  await expect(page.locator('input[name="name"], #name')).toHaveValue('Volumes: likely to be full within 4 days');
});

test('a forecast is stored, trained, deleted and restored', async () => {
  await openVolumes();
  await page.getByRole('textbox', { name: /^Name Needed/ }).fill(NAME);
  await page.getByRole('button', { name: 'Save forecast' }).click();
  await expect(page.getByText(/^Trained .* · model: Ensemble/)).toBeVisible({ timeout: TRAINED_MS });
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Forecast deleted.')).toBeVisible();
  const link = page.getByRole('link', { name: NAME });
  await expect(link).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(link).toBeVisible();
  await page.getByRole('button', { name: `Delete ${NAME}` }).click();
  await expect(link).toHaveCount(0);
});
