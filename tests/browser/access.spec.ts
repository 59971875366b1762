import { expect } from '@playwright/test';
import { chartOf, openForecasts, seriousFindings, sidewaysScroll, test } from './fixtures.ts';
import { urls } from './urls.ts';

test('works by keyboard alone', async ({ page }) => {
  await openForecasts(page, urls().host);
  await page.getByRole('button', { name: 'Volumes' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'shop/postgres-data' })).toBeVisible();

  await page.getByRole('combobox', { name: 'Horizon' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('10 days');
  await expect(page.getByRole('option', { name: '10 days' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/horizon=10d/);

  const redis = page.getByRole('button', { name: 'shop/redis-data' });
  await redis.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'shop/redis-data' })).toBeVisible();
  await expect(redis).toBeFocused();
  await expect(redis).toHaveAttribute('aria-pressed', 'true');
});

/** The text that names what has the focus. */
function nameOfFocused(): string {
  const focused = document.activeElement;
  const by = focused?.getAttribute('aria-labelledby') ?? '';
  const labels = by === '' ? `label[for="${CSS.escape(focused?.id || 'none')}"]` : `#${CSS.escape(by)}`;
  return (document.querySelector(labels) ?? focused)?.textContent?.trim() ?? '';
}

test('Tab walks through the form from top to bottom, the calendar as well', async ({ page }) => {
  await openForecasts(page, urls().host, { expr: 'sum(up)' });
  await expect(chartOf(page)).toBeVisible();
  const calendar = page.getByRole('button', { name: 'Calendar: UTC' });
  await calendar.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Data source' }).focus();
  const names: string[] = [];
  for (let i = 0; i < 20; i++) {
    names.push(await page.evaluate(nameOfFocused));
    await page.keyboard.press('Tab');
  }
  const expected = ['Data source', 'Signal', 'PromQL expression', 'Unit', 'Legend', 'Horizon', 'Capacity', 'Calendar'];
  expected.push('Time zone', 'Exclusions', 'Events', 'Name');
  const places = expected.map((name) => names.findIndex((one) => one.startsWith(name)));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('Esc closes the drawer and the focus goes on', async ({ page }) => {
  // The drawer asks Grafana for folders and groups, which the preview host does not have.
  await page.route('**/api/search*', (route) => route.fulfill({ json: [] }));
  await page.route('**/api/ruler/**', (route) => route.fulfill({ json: {} }));
  await openForecasts(page, urls().host);
  await page.getByRole('button', { name: 'Volumes' }).click();
  await page.getByRole('button', { name: 'Create alert' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /Create alert/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: /Create alert/ })).toHaveCount(0);
  await expect(page).not.toHaveURL(/drawer=/);
});

for (const width of [1280, 800]) {
  test(`a wrong exclusion opens the calendar and is told at its field, soundly at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 1400 });
    await openForecasts(page, urls().host, { expr: 'sum(up)', exclude: 'yesterday' });
    await expect(page.getByRole('textbox', { name: /^Exclusions/ })).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByRole('region', { name: 'Forecast' }).getByRole('alert')).toContainText(
      'Exclusions: "yesterday" is not a stretch of time.'
    );
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('textbox', { name: /^Exclusions/ }).fill('');
    await page.keyboard.press('Enter');
    await expect(chartOf(page)).toBeVisible();
    await expect(page.getByRole('textbox', { name: /^Exclusions/ })).toBeVisible();
  });
}

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
