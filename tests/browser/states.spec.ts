import { expect } from '@playwright/test';
import { chartOf, openForecasts, test } from './fixtures.ts';
import { urls } from './urls.ts';

test.describe('a wrong expression', () => {
  test.use({ expectedErrors: [/status of 422/] });

  test('is an error with its remedy at the field, and gone once it is corrected', async ({ page }) => {
    await openForecasts(page, urls().host, { expr: 'sum(rate(node_cpu_seconds_total[5m])' });
    const result = page.getByRole('region', { name: 'Forecast' });
    await expect(result.getByRole('alert')).toContainText('Prometheus cannot parse the expression');
    await expect(result.getByRole('alert')).toContainText('Correct the PromQL expression.');
    await expect(page.getByRole('form').getByRole('alert')).toContainText('unclosed left parenthesis');
    await page.getByLabel('PromQL expression').fill('sum(rate(node_cpu_seconds_total[5m]))');
    await page.getByLabel('PromQL expression').press('Enter');
    await expect(chartOf(page)).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test('a horizon beyond the limits is refused with the limits', async ({ page }) => {
  await openForecasts(page, urls().host, { expr: 'sum(up)', horizon: '400d' });
  const result = page.getByRole('region', { name: 'Forecast' });
  await expect(result.getByRole('alert')).toContainText('Horizon: 400d is out of range. Choose between 1m and 90d.');
});

test('an expression without series says what to check', async ({ page }) => {
  await openForecasts(page, urls().host, { expr: 'no_such_metric' });
  await expect(page.getByText(/gave no series in the last .* Check its metric name and labels\./)).toBeVisible();
  await expect(chartOf(page)).toHaveCount(0);
});

test('a history that is too short is drawn, with the reason why there is no prediction', async ({ page }) => {
  const hourAgo = Math.floor(Date.now() / 1000) - 3_600;
  await openForecasts(page, urls().host, { expr: `sum(up) and on() (vector(time()) > ${hourAgo})` });
  await expect(chartOf(page)).toBeVisible();
  await expect(page.getByText(/^The training window has \d+ samples?; a forecast needs at least \d+\.$/)).toBeVisible();
  await expect(page.getByText('Predicted')).toHaveCount(0);
});

test('a data source that is gone can be replaced', async ({ page }) => {
  await openForecasts(page, urls().host, { ds: 'gone', expr: 'sum(up)' });
  await expect(page.getByText('The data source of this address does not exist.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Data source' }).click();
  await page.getByRole('option', { name: 'headroom' }).click();
  await expect(page).toHaveURL(/ds=headroom/);
  await expect(page.getByText('The data source of this address does not exist.')).toHaveCount(0);
});

test('without a data source the page says how to add one', async ({ page }) => {
  await openForecasts(page, urls().withoutSource);
  await expect(page.getByText('Connect Headroom to a Prometheus server first')).toBeVisible();
  const add = page.getByRole('link', { name: 'Add data source' });
  await expect(add).toHaveAttribute('href', '/connections/datasources/new');
  await expect(page.getByRole('form')).toHaveCount(0);
});

test.describe('an engine that is not there', () => {
  test.use({ expectedErrors: [/status of 502/] });

  test('is an error with its remedy, and can be tried again', async ({ page }) => {
    await openForecasts(page, urls().withoutEngine, { expr: 'sum(up)' });
    const alert = page.getByRole('region', { name: 'Forecast' }).getByRole('alert');
    await expect(alert).toContainText('The Headroom engine does not answer.');
    await expect(alert).toContainText('log of the Grafana server');
    const again = page.waitForRequest('**/v1/forecast');
    await page.getByRole('button', { name: 'Try again' }).click();
    expect((await again).postDataJSON()).toMatchObject({ query: { expr: 'sum(up)', horizon: '7d' } });
  });
});
