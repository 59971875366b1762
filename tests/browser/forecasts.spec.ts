import { expect } from '@playwright/test';
import { painted } from './canvas.ts';
import { chartOf, openForecasts, sidewaysScroll, test } from './fixtures.ts';
import { urls } from './urls.ts';

test('draws actual, predicted and bands of a chosen signal', async ({ page }) => {
  await openForecasts(page, urls().host);
  await page.getByRole('button', { name: 'CPU' }).click();
  const chart = chartOf(page);
  await expect(chart).toHaveAccessibleName(
    /^Forecast of 10\.0\.\d+\.\d+:9100\. Actual [\d.]+% now\. Predicted [\d.]+% on \d+ \w+ \(80%: .*% to .*%\)\. Capacity 90%\. /
  );
  // The name is there with the answer; the canvas is painted a frame or two later, and again when the page has settled.
  await expect(async () => {
    const past = await painted(chart, 0.2, 0.45);
    expect(past.lineColumns).toBeGreaterThan(0.95); // solid; where the node is at its capacity, dashes of that lie on it
    expect(past.bandStrengths).toBe(0);
    const future = await painted(chart, 0.6, 0.95);
    expect(future.lineColumns).toBeGreaterThan(0.3);
    expect(future.lineColumns).toBeLessThan(1); // dashed
    expect(future.bandColumns).toBe(1);
    expect(future.bandStrengths).toBeGreaterThanOrEqual(2); // 80% lies over 95%
    expect((await painted(chart, 0.2, 0.95)).capacityPixels).toBeGreaterThan(100);
  }).toPass({ timeout: 15_000 });
  await expect(page.getByText(/80% band covered \d+%/)).toBeVisible();
  await expect(page.getByText(/^Predicted from \w+ \d+ \w+, \d\d:00 UTC in steps of 1h$/)).toBeVisible();
});

test('says when the filling volume is likely to be full, and puts it first', async ({ page }) => {
  await openForecasts(page, urls().host);
  await page.getByRole('button', { name: 'Volumes' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'shop/postgres-data' })).toBeVisible();
  const likely = /Likely full \d.* (Nov|Dec|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct).*, in (2–3|3|3–4|2–4) days/;
  const rows = page.getByRole('row');
  await expect(rows.nth(1)).toContainText('shop/postgres-data');
  await expect(rows.nth(1)).toContainText(likely);
  await expect(rows.nth(1)).toContainText('48.9 GiB');
  await expect(chartOf(page)).toHaveAccessibleName(likely);
  await expect(page.getByRole('row', { name: /log-archive/ })).toContainText('Unlikely to fill up');
  await expect(rows).toHaveCount(9);
});

test('keeps everything that is chosen in the URL', async ({ page }) => {
  await openForecasts(page, urls().host);
  await page.getByRole('button', { name: 'Volumes' }).click();
  await page.getByRole('button', { name: 'monitoring/log-archive' }).click();
  const heading = page.getByRole('heading', { level: 2, name: 'monitoring/log-archive' });
  await expect(heading).toBeVisible();
  await expect(page).toHaveURL(/ds=headroom.*series=monitoring%2Flog-archive/);
  await page.reload();
  await expect(heading).toBeVisible();
  await expect(chartOf(page)).toHaveAccessibleName(/^Forecast of monitoring\/log-archive\./);
  await expect(page.getByLabel('Capacity (optional)')).toHaveValue(/kubelet_volume_stats_capacity_bytes/);
});

test('forecasts PromQL of one’s own against a capacity', async ({ page }) => {
  await openForecasts(page, urls().host);
  await page.getByLabel('PromQL expression').fill('sum(rate(node_network_receive_bytes_total{device!="lo"}[5m]))');
  await page.getByLabel('PromQL expression').press('Enter');
  await expect(chartOf(page)).toBeVisible();
  await expect(page.getByText(/Likely at capacity|Unlikely to reach|At its capacity/)).toHaveCount(0);
  await page.getByLabel('Capacity (optional)').fill('1');
  await page.getByLabel('Capacity (optional)').blur();
  await expect(page.getByText('At its capacity now')).toBeVisible();
  await page.getByRole('radio', { name: 'Below capacity' }).check();
  await expect(page.getByText(/Unlikely to fall below its limit/)).toBeVisible();
});

test('shows the shape of the answer while it loads, and keeps the old one while another loads', async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/v1/forecast', async (route) => {
    await held;
    await route.continue();
  });
  await openForecasts(page, urls().host, { expr: 'sum(up)' });
  await expect(page.getByRole('status', { name: 'Loading the forecast' })).toBeVisible();
  release();
  await expect(chartOf(page)).toBeVisible();
  const second = new Promise<void>((resolve) => (release = resolve));
  await page.unroute('**/v1/forecast');
  await page.route('**/v1/forecast', async (route) => {
    await second;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Update forecast' }).click();
  await expect(page.getByRole('region', { name: 'Forecast' })).toHaveAttribute('aria-busy', 'true');
  await expect(chartOf(page)).toBeVisible();
  release();
  await expect(page.getByRole('region', { name: 'Forecast' })).toHaveAttribute('aria-busy', 'false');
});

for (const width of [1280, 800, 600]) {
  test(`does not scroll sideways at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openForecasts(page, urls().host);
    await page.getByRole('button', { name: 'Volumes' }).click();
    await expect(chartOf(page)).toBeVisible();
    expect(await sidewaysScroll(page)).toBe(0);
    const { width: drawn = 0 } = (await chartOf(page).boundingBox()) ?? {};
    expect(drawn).toBeGreaterThan(0.5 * width);
  });
}
