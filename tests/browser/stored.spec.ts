import { expect, type Page } from '@playwright/test';
import { chartOf, seriousFindings, sidewaysScroll, test } from './fixtures.ts';
import { urls } from './urls.ts';

const APP = '/a/headroom-capacity-app';

test.describe.configure({ mode: 'serial' });

async function openList(page: Page, params: Record<string, string> = {}): Promise<void> {
  await page.goto(`${urls().host}${APP}/forecasts?${new URLSearchParams(params).toString()}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Forecasts' })).toBeVisible();
}

function row(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

test('an empty list leads to the first forecast', async ({ page }) => {
  await openList(page);
  await expect(page.getByText('No forecasts are stored yet')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Forecast a signal' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'New forecast' })).toBeVisible();
  const save = page.getByRole('button', { name: 'Save forecast' });
  await expect(save).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Volumes' }).click();
  await expect(chartOf(page)).toBeVisible();
  await page.getByRole('textbox', { name: /^Name Needed/ }).fill('Volumes of the shop');
  await save.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Volumes of the shop' })).toBeVisible();
  await expect(page.getByText(/^Trained .* · model: Ensemble · next /)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^From the stored forecast “Volumes of the shop”, trained /)).toBeVisible();
  await expect(page.getByText('Model: Ensemble', { exact: true })).toBeVisible();
});

test('the list says when, how trusted, by which model and when trained', async ({ page }) => {
  await openList(page);
  const volumes = row(page, 'Volumes of the shop');
  await expect(volumes).toContainText(/in \d(–\d)? days, .* likely/);
  await expect(volumes).toContainText('shop/postgres-data');
  await expect(volumes).toContainText(/Good|Fair/);
  await expect(volumes).toContainText('Ensemble');
  await expect(volumes).toContainText(/UTC/);
  await page.getByRole('textbox', { name: 'Search' }).fill('cpu');
  await expect(page.getByText(/No forecast has “cpu”/)).toBeVisible();
  await expect(page).toHaveURL(/search=cpu/);
  await page.getByRole('textbox', { name: 'Search' }).fill('volumes');
  await expect(volumes).toBeVisible();
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing serious in the list (${theme})`, async ({ page }) => {
    await openList(page, { theme });
    await expect(row(page, 'Volumes of the shop')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });
}

for (const width of [1280, 800]) {
  test(`the list does not scroll sideways at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openList(page);
    await expect(row(page, 'Volumes of the shop')).toBeVisible();
    expect(await sidewaysScroll(page)).toBe(0);
    const trash = page.getByRole('button', { name: 'Delete Volumes of the shop' });
    const { x = 0 } = (await trash.boundingBox()) ?? {};
    expect(x).toBeLessThan(width);
  });
}

test('a forecast is changed, and trained anew', async ({ page }) => {
  await openList(page);
  await page.getByRole('link', { name: 'Volumes of the shop' }).click();
  const save = page.getByRole('button', { name: 'Save forecast' });
  await expect(save).toHaveAttribute('aria-disabled', 'true');
  const name = page.getByRole('textbox', { name: /^Name Needed/ });
  await expect(name).toHaveValue('Volumes of the shop');
  await name.fill('Volumes');
  await save.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Volumes' })).toBeVisible();
  const trained = page.waitForResponse((response) => response.url().endsWith('/train') && response.status() === 202);
  await page.getByRole('button', { name: 'Train now' }).click();
  await trained;
  await expect(page.getByText(/^Trained just now/)).toBeVisible({ timeout: 30_000 });
});

test('a stored answer that was damaged is told of, in the list and on the page of the forecast', async ({ page }) => {
  await page.route(/\/v1\/forecasts(\/[^/?]+)?(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    const json = (await response.json()) as { forecasts?: object[] };
    const lost = (one: object) => ({ ...one, lost: true });
    await route.fulfill({
      response,
      json: json.forecasts === undefined ? lost(json) : { ...json, forecasts: json.forecasts.map(lost) },
    });
  });
  await openList(page);
  const badge = row(page, 'Volumes').getByText('Answer lost');
  await badge.hover();
  await expect(page.getByRole('tooltip')).toContainText('until it is trained anew');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Volumes', exact: true }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'The stored answer was damaged or lost' });
  await expect(alert).toContainText('Its model answers dashboards and alert rules');
});

test('settings that were damaged are told of, and removed by an administrator', async ({ page }) => {
  let damaged = ['broken'];
  await page.route(/\/v1\/forecasts(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), damaged } });
  });
  await page.route(/\/v1\/forecasts\/broken(\?.*)?$/, async (route) => {
    expect(route.request().method()).toBe('DELETE');
    damaged = [];
    await route.fulfill({ status: 204 });
  });
  await openList(page);
  const alert = page.getByRole('alert').filter({ hasText: 'A stored forecast is damaged' });
  await expect(alert).toContainText('Restore a backup');
  await expect(row(page, 'Volumes')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await alert.getByRole('button', { name: 'Remove what is damaged' }).click();
  await expect(alert).toHaveCount(0);
});

test.describe('a name that is taken', () => {
  test.use({ expectedErrors: [/status of 409/] });

  test('is an error at the name', async ({ page }) => {
    await openList(page);
    await page.getByRole('button', { name: 'Duplicate Volumes' }).click();
    const name = page.getByRole('textbox', { name: /^Name Needed/ });
    await expect(name).toHaveValue('Volumes (copy)');
    await name.fill('volumes');
    await page.getByRole('button', { name: 'Save forecast' }).click();
    await expect(page.getByRole('form').getByRole('alert')).toBeVisible();
    await name.fill('Volumes (copy)');
    await page.getByRole('button', { name: 'Save forecast' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Volumes (copy)' })).toBeVisible();
  });
});

test('a deletion can be undone', async ({ page }) => {
  await openList(page);
  const copy = row(page, 'Volumes (copy)');
  await page.getByRole('button', { name: 'Delete Volumes (copy)' }).click();
  await expect(page.getByText('Forecast deleted.')).toBeVisible();
  await expect(copy).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(copy).toBeVisible();
  await expect(page.getByText('Forecast deleted.')).toHaveCount(0);
  await copy.getByRole('link').click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Forecast deleted.')).toBeVisible();
  await expect(copy).toHaveCount(0);
});

test('a viewer sees everything and is told why nothing can be changed', async ({ page }) => {
  await openList(page, { role: 'Viewer' });
  const remove = page.getByRole('button', { name: 'Delete Volumes' });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await remove.hover();
  await expect(page.getByRole('tooltip')).toHaveText('Needs the role Editor; ask an administrator.');
  await page.getByRole('link', { name: 'Volumes', exact: true }).click();
  await expect(chartOf(page)).toBeVisible();
  for (const name of ['Save forecast', 'Train now', 'Delete', 'Create alert', 'Open in Explore']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-disabled', 'true');
  }
});
