import { expect } from '@playwright/test';
import { seriousFindings, test } from './fixtures.ts';
import { openRecommendations as open } from './recommendations-page.ts';
import { urls } from './urls.ts';

const RUN_MS = 60_000;

test('the first run begins with one click and shows how far it is', async ({ page }) => {
  await open(page);
  await expect(page.getByText('There are no recommendations yet')).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Find recommendations' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByRole('table')).toBeVisible({ timeout: RUN_MS });
  await expect(page.getByRole('progressbar')).toHaveCount(0);
});

test('a cluster without workloads is not said to be in order', async ({ page }) => {
  const totals = { changes: 0, savingPerMonth: 0, extraPerMonth: 0, reliability: 0, currency: 'USD' };
  const json = {
    madeMs: Date.now(),
    historyMs: 86_400_000,
    recommendations: [],
    leastSaving: 1,
    totals,
    lacking: ['No kubelet.'],
  };
  await page.route(/\/v1\/recommendations$/, (route) => route.fulfill({ json }));
  await open(page);
  await expect(page.getByText('No workloads and no volumes were found in this data source')).toBeVisible();
  await expect(page.getByText('No kubelet.')).toBeVisible();
  await expect(page.getByText('Nothing to change')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Search' })).toHaveCount(0);
});

test('without a data source the page says how to add one', async ({ page }) => {
  await open(page, {}, urls().withoutSource);
  await expect(page.getByText('Connect Headroom to a Prometheus server first')).toBeVisible();
});

test.describe('an engine that is not there', () => {
  test.use({ expectedErrors: [/status of 502/] });

  test('is an error with its remedy', async ({ page }) => {
    await open(page, {}, urls().withoutEngine);
    await expect(page.getByRole('alert')).toContainText('The Headroom engine does not answer.');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
