import { expect, type Page } from '@playwright/test';
import { seriousFindings, sidewaysScroll, test } from './fixtures.ts';
import { urls } from './urls.ts';

const APP = '/a/headroom-capacity-app';
const WAIT = { timeout: 90_000 };

test.describe.configure({ mode: 'serial', timeout: 150_000 });

async function openPage(page: Page, params: Record<string, string> = {}): Promise<void> {
  await page.goto(`${urls().host}${APP}/anomalies?${new URLSearchParams(params).toString()}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Anomalies' })).toBeVisible();
}

async function openFound(page: Page, params: Record<string, string> = {}): Promise<void> {
  await openPage(page, params);
  await expect(page.getByRole('table')).toBeVisible(WAIT);
}

test('a viewer is told why nothing can be watched', async ({ page }) => {
  await openPage(page, { role: 'Viewer' });
  const watch = page.getByRole('button', { name: 'Watch all of these' });
  await expect(watch).toHaveAttribute('aria-disabled', 'true');
  await watch.hover();
  await expect(page.getByRole('tooltip')).toHaveText('Needs the role Editor; ask an administrator.');
});

test('the first run watches a usual signal in one click', async ({ page }) => {
  await openPage(page);
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Watch CPU by workload' }).click();
  await expect(page.getByRole('grid')).toBeVisible(WAIT);
  await expect(page.getByRole('table')).toBeVisible();
});

test('a signal is added, changed, deleted and restored', async ({ page }) => {
  await page.goto(`${urls().host}${APP}/anomalies/signals`);
  await page.getByRole('button', { name: 'Add signal' }).click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('button', { name: 'Save signal' })).toHaveAttribute('aria-disabled', 'true');
  await drawer.getByRole('textbox', { name: 'Name', exact: true }).fill('Load');
  await drawer.getByRole('textbox', { name: 'PromQL expression' }).fill('node_load1');
  await drawer.getByRole('textbox', { name: 'Legend (optional)' }).fill('{{instance}}');
  await drawer.getByRole('button', { name: 'Save signal' }).click();
  await page.getByRole('button', { name: 'Edit Load' }).click();
  await drawer.getByRole('spinbutton', { name: 'False alarms: Warning' }).fill('2');
  await drawer.getByRole('button', { name: 'Save signal' }).click();
  await expect(page.getByText('Warning 2 · Critical 0.1 · Emergency 0.01')).toBeVisible();
  await page.getByRole('button', { name: 'Delete Load' }).click();
  await expect(page.getByText('Load is not watched any more.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Edit Load' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete Load' }).click();
  await expect(page.getByRole('button', { name: 'Edit Load' })).toHaveCount(0);
});

test('what has been read is shown while a slow signal is still to come', async ({ page }) => {
  await page.route('**/v1/watched-signals', async (route) => {
    const { signals } = (await (await route.fetch()).json()) as { signals: object[] };
    const slow = { ...signals[0], id: 'slow', name: 'Slow signal', query: { expr: 'slow_signal' } };
    await route.fulfill({ json: { signals: [slow, ...signals] } });
  });
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/v1/anomalies', async (route) => {
    if (route.request().postData()?.includes('slow_signal')) {
      await released;
      await route.fulfill({ json: { originMs: 0, notices: [], series: [] } });
    } else {
      await route.fallback();
    }
  });
  await openFound(page);
  await expect(page.getByRole('rowheader', { name: 'All series so far' })).toBeVisible();
  await expect(page.getByText('1 of 2 signals read. Still to come: Slow signal.')).toBeVisible();
  release();
  await expect(page.getByRole('rowheader', { name: 'All series', exact: true })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: /signals read/ })).toHaveCount(0);
});

test('by keyboard: a cell narrows the table, Escape brings all back', async ({ page }) => {
  await openFound(page);
  const rows = page.getByRole('table').getByRole('row');
  const all = await rows.count();
  const cell = page.getByRole('gridcell', { name: /score/ }).first();
  const [, count = ''] = /, (\d+) anomal/.exec((await cell.getAttribute('aria-label')) ?? '') ?? [];
  await page.locator('[role="gridcell"][tabindex="0"]').focus();
  for (let i = 0; i < 70 && !(await cell.evaluate((element) => element === document.activeElement)); i++) {
    await page.keyboard.press('ArrowRight');
  }
  await expect(cell).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/cells=/);
  await expect(cell).toHaveAttribute('aria-selected', 'true');
  await expect(rows).toHaveCount(Number(count) + 1);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/cells=/);
  await expect(rows).toHaveCount(all);
});

test('a drag selects several cells', async ({ page }) => {
  await openFound(page);
  const cells = page.getByRole('row').first().getByRole('gridcell');
  await cells.nth(2).hover();
  await page.mouse.down();
  await cells.nth(6).hover();
  await page.mouse.up();
  await expect(page.locator('[role="gridcell"][aria-selected="true"]')).toHaveCount(5);
});

test('a viewer reads an incident and is told why there is no feedback', async ({ page }) => {
  await openFound(page, { role: 'Viewer' });
  await page.getByRole('table').getByRole('button').filter({ hasText: '/' }).first().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('img', { name: /^Anomalies of / })).toBeVisible();
  await expect(drawer.getByRole('button', { name: 'Not an anomaly' })).toHaveAttribute('aria-disabled', 'true');
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing serious (${theme})`, async ({ page }) => {
    await openFound(page, { theme });
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('table').getByRole('button').filter({ hasText: '/' }).first().click();
    await expect(page.getByRole('dialog').getByRole('img', { name: /^Anomalies of / })).toBeVisible();
    // Grafana's own drawer gives its dialog no name.
    const findings = await seriousFindings(page);
    expect(findings.filter((finding) => !finding.startsWith('aria-dialog-name: .rc-drawer'))).toEqual([]);
  });
}

for (const width of [1280, 800]) {
  test(`nothing scrolls sideways at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openFound(page);
    expect(await sidewaysScroll(page)).toBe(0);
  });
}
