import { expect } from '@playwright/test';
import { chartOf, openForecasts, seriousFindings, test } from './fixtures.ts';
import { urls } from './urls.ts';

test('works by keyboard alone', async ({ page }) => {
  await openForecasts(page, urls().host);
  await page.getByRole('button', { name: 'Volumes' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'shop postgres-data' })).toBeVisible();

  await page.getByRole('combobox', { name: 'Horizon' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('10 days');
  await expect(page.getByRole('option', { name: '10 days' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/horizon=10d/);

  const redis = page.getByRole('button', { name: 'shop redis-data' });
  await redis.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'shop redis-data' })).toBeVisible();
  await expect(redis).toBeFocused();
  await expect(redis).toHaveAttribute('aria-pressed', 'true');
});

test('the arrow keys read the chart, and the focus is seen', async ({ page }) => {
  await openForecasts(page, urls().host);
  await page.getByRole('button', { name: 'CPU' }).click();
  await expect(chartOf(page)).toBeVisible();
  const chart = page.getByRole('group', { name: /^Forecast chart/ });
  await page.getByRole('button', { name: '10.0.0.11:9100' }).focus();
  for (let i = 0; i < 10 && !(await chart.evaluate((element) => element === document.activeElement)); i++) {
    await page.keyboard.press('Shift+Tab');
  }
  await expect(chart).toBeFocused();
  expect(await chart.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Actual', { exact: true }).last()).toBeVisible();
  await expect(page.getByText(/^\w{3} \d+ \w{3,4}, \d\d:00 UTC$/)).toBeVisible();
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing serious on a forecast (${theme})`, async ({ page }) => {
    await openForecasts(page, urls().host, { theme });
    await page.getByRole('button', { name: 'Volumes' }).click();
    await expect(chartOf(page)).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test(`axe finds nothing serious before a signal is chosen (${theme})`, async ({ page }) => {
    await openForecasts(page, urls().host, { theme });
    await expect(page.getByRole('heading', { name: 'Choose a signal to forecast' })).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test(`axe finds nothing serious without a data source (${theme})`, async ({ page }) => {
    await openForecasts(page, urls().withoutSource, { theme });
    expect(await seriousFindings(page)).toEqual([]);
  });

  test.describe('an error', () => {
    test.use({ expectedErrors: [/status of 502/] });

    test(`axe finds nothing serious on it (${theme})`, async ({ page }) => {
      await openForecasts(page, urls().withoutEngine, { theme, expr: 'sum(up)' });
      await expect(page.getByText('The Headroom engine does not answer.')).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });
  });
}
