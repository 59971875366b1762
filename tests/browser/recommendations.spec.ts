import { expect, type Locator, type Page } from '@playwright/test';
import { seriousFindings, sidewaysScroll, test } from './fixtures.ts';
import { decide, lookOnce, openRecommendations as open, readList, reopen } from './recommendations-page.ts';
import { urls } from './urls.ts';

const RUN_MS = 60_000;
/** Planted in the sample cluster: asks for a multiple of what it uses. */
const WASTEFUL = 'backoffice/catalog';
const WASTEFUL_CPU = { namespace: 'backoffice', name: 'catalog', resource: 'cpu' } as const;

test.beforeEach(async ({ request }) => {
  await lookOnce(request, RUN_MS);
  await reopen(request, WASTEFUL_CPU);
});

function rowOf(page: Page, part: string) {
  return page.getByRole('row').filter({ hasText: WASTEFUL }).filter({ hasText: part }).first();
}

async function openDrawer(page: Page, params: Record<string, string> = {}) {
  await open(page, params);
  await rowOf(page, 'CPU request').getByRole('link').click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('heading', { name: /^Uses .* at its 99th percentile, asks for/ })).toBeVisible();
  return drawer;
}

/** Grafana's drawer names its inner dialog, not the outer one. */
async function findingsInDrawer(page: Page): Promise<string[]> {
  return (await seriousFindings(page)).filter((finding) => !finding.endsWith('.rc-drawer-content'));
}

/** Whether a click on an element meets it when it has just been scrolled into view from below. */
function isUncovered(control: Locator): Promise<boolean> {
  return control.evaluate((element) => {
    element.scrollIntoView({ block: 'end' });
    const { x, width, bottom } = element.getBoundingClientRect();
    const met = document.elementFromPoint(x + width / 2, bottom - 5);
    return element.contains(met) || met?.contains(element) === true;
  });
}

async function expectRefused(page: Page, name: string, reason: RegExp): Promise<void> {
  const button = page.getByRole('dialog').getByRole('button', { name, exact: true });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.hover();
  await expect(page.getByRole('tooltip')).toHaveText(reason);
  await page.mouse.move(0, 0);
}

test('a bar, a picture and the most worthwhile first', async ({ page }) => {
  await open(page);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(
    /^\d+ changes · −\$\d+(\.\d\d)? a month · \d+ fix reliability/
  );
  await expect(page.getByRole('figure', { name: 'Cost of requests by namespace' })).toContainText('backoffice');
  const { recommendations } = await readList(page.request);
  const first = recommendations.find(({ outcome }) => outcome === 'change');
  await expect(page.getByRole('row').nth(1)).toContainText(first?.target.name ?? 'nothing');
  await expect(rowOf(page, 'CPU request')).toContainText(/CPU request [\d.]+ → [\d.]+ cores\$\d+\.\d\d a month/);
  await expect(page.getByText(/[-−]\$\d+\.\d\d a month/)).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'Reliability fix' }).first()).toContainText('costs');
});

test('filters are in the address, and no change is told from a change', async ({ page }) => {
  await open(page);
  await page.getByRole('textbox', { name: 'Search' }).fill('catalog');
  await expect(page).toHaveURL(/search=catalog/);
  await expect(page.getByRole('row').filter({ hasText: 'shop/' })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'Reliability fixes' }).click();
  await expect(page.getByText('No recommendation matches the filters')).toBeVisible();
  await open(page, { all: '1' });
  await expect(page.getByText('No change', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Also what needs no change' })).toBeChecked();
});

test('small savings are left out until they are asked for, reliability fixes never are', async ({ page }) => {
  await open(page);
  const { recommendations, leastSaving } = await readList(page.request);
  const changes = recommendations.filter(({ outcome }) => outcome === 'change');
  const small = changes.filter(
    ({ purpose, cost, state }) => purpose === 'saving' && cost.saving < leastSaving && state === 'proposed'
  );
  expect(small.length).toBeGreaterThan(0);
  const all = (count: number) => page.getByRole('checkbox', { name: `Select all ${count} changes shown` });
  await expect(all(changes.length - small.length)).toBeAttached();
  const fixes = changes.filter(({ purpose }) => purpose === 'reliability');
  await expect(page.getByRole('row').filter({ hasText: 'Reliability fix' })).toHaveCount(fixes.length);
  await expect(page.getByText(/^\d+ savings? below \$1\.00 a month (is|are) not shown\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Show small savings' }).click();
  await expect(page).toHaveURL(/small=1/);
  await expect(all(changes.length)).toBeAttached();
  await page.getByRole('button', { name: 'Hide small savings' }).click();
  await expect(all(changes.length - small.length)).toBeAttached();
});

for (const theme of ['dark', 'light']) {
  test(`axe finds nothing serious in list and drawer (${theme})`, async ({ page }) => {
    await open(page, { theme });
    await expect(rowOf(page, 'CPU request')).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await openDrawer(page, { theme });
    await expect(page.getByRole('img', { name: /^Use of backoffice\/catalog/ })).toBeVisible();
    expect(await findingsInDrawer(page)).toEqual([]);
  });
}

for (const width of [1280, 800]) {
  test(`nothing scrolls sideways at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    await expect(rowOf(page, 'CPU request')).toBeVisible();
    expect(await sidewaysScroll(page)).toBe(0);
    const drawer = await openDrawer(page);
    await expect(drawer.getByRole('button', { name: 'Approve' })).toBeInViewport();
    expect(await sidewaysScroll(page)).toBe(0);
  });
}

test('the drawer goes from why to the change, by the keyboard too', async ({ page }) => {
  await open(page);
  await rowOf(page, 'CPU request').getByRole('link').focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog');
  await expect(page).toHaveURL(/id=.*catalog/);
  const chart = drawer.getByRole('img', { name: /^Use of backoffice\/catalog/ });
  await expect(chart).toHaveAttribute('aria-label', /Request now .* cores\. Request recommended .* cores\./);
  for (const strategy of ['As set now', 'KRR', 'VPA', 'Headroom']) {
    const row = drawer.getByRole('row').filter({ has: page.getByRole('rowheader', { name: strategy, exact: true }) });
    await expect(row).toContainText(/\$\d+\.\d\d/);
  }
  await drawer.getByRole('radio', { name: 'What is predicted' }).check();
  await expect(drawer.getByText(/expected values/)).toBeVisible();
  await drawer.getByRole('tab', { name: 'YAML patch' }).click();
  await expect(drawer.getByLabel('YAML patch')).toContainText('kind: Deployment');
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  await expect(page).not.toHaveURL(/id=/);
});

test('the bar of decisions covers nothing', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 600 });
  const drawer = await openDrawer(page);
  const controls = await drawer.locator('a[href], button, input, pre[tabindex]').all();
  expect(controls.length).toBeGreaterThan(10);
  for (const control of controls) {
    const message = await control.evaluate(({ outerHTML }) => outerHTML);
    // The drawer slides in: its controls come to rest within a moment.
    await expect.poll(() => isUncovered(control), { message }).toBe(true);
  }
});

test('a patch is copied and downloaded', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const drawer = await openDrawer(page);
  await drawer.getByRole('tab', { name: 'YAML patch' }).click();
  const text = await drawer.getByLabel('YAML patch').textContent();
  await drawer.getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  const download = page.waitForEvent('download');
  await drawer.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('backoffice-catalog-cpu.yaml');
});

test('a rejection needs a reason, is in the history, and can be undone', async ({ page }) => {
  const drawer = await openDrawer(page);
  await drawer.getByRole('button', { name: 'Reject' }).click();
  await expect(drawer.getByRole('button', { name: 'Reject' })).toHaveAttribute('aria-disabled', 'true');
  await drawer.getByRole('textbox', { name: /^Reason/ }).fill('Needed for the sale.');
  await drawer.getByRole('button', { name: 'Reject' }).click();
  await expect(drawer.getByText('Rejected', { exact: true })).toBeVisible();
  await expect(drawer.getByText(/rejected it/)).toBeVisible();
  await expect(drawer.getByText('“Needed for the sale.”')).toBeVisible();
  await drawer.getByRole('button', { name: 'Undo decision' }).click();
  await expect(drawer.getByText(/undid the decision/)).toBeVisible();
  await drawer.getByRole('button', { name: 'Snooze' }).click();
  await drawer.getByRole('radio', { name: '30 days' }).check();
  await drawer.getByRole('button', { name: 'Snooze' }).click();
  await expect(drawer.getByText(/snoozed it until .* UTC/)).toBeVisible();
  await drawer.getByRole('button', { name: 'Undo decision' }).click();
  await expect(drawer.getByText('Proposed', { exact: true })).toBeVisible();
});

test('approved changes can be taken away', async ({ page }) => {
  const drawer = await openDrawer(page);
  await drawer.getByRole('button', { name: 'Approve' }).click();
  await expect(drawer.getByText('Approved', { exact: true })).toBeVisible();
  await expect(drawer.getByRole('button', { name: 'Approve' })).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Export approved' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Kubernetes patch (YAML)' }).click();
  expect((await download).suggestedFilename()).toBe('headroom-patch.yaml');
});

test.describe('a decision of somebody else meanwhile', () => {
  test.use({ expectedErrors: [/status of 409/] });

  test('is told with the remedy, and the new state is shown', async ({ page }) => {
    const drawer = await openDrawer(page);
    const id = new URL(page.url()).searchParams.get('id') ?? '';
    await decide(page.request, id, { action: 'approve' });
    await drawer.getByRole('button', { name: 'Approve' }).click();
    await expect(drawer.getByRole('alert')).toContainText('decided on it meanwhile');
    await expect(drawer.getByRole('alert')).toContainText('Read it again');
    await expect(drawer.getByText('Approved', { exact: true })).toBeVisible();
  });
});

test('several are decided at once, with their sums', async ({ page }) => {
  await open(page, { namespace: 'backoffice', purpose: 'saving' });
  await page.getByRole('checkbox', { name: /^Select all \d+ changes shown/ }).press('Space');
  const bar = page.getByRole('region', { name: 'Chosen recommendations' });
  await expect(bar).toContainText(/Chosen: \d+ changes · −\$[\d.]+ a month/);
  expect(await seriousFindings(page)).toEqual([]);
  await bar.getByRole('button', { name: 'Reject' }).click();
  await bar.getByRole('textbox', { name: /^Reason/ }).fill('Not this month.');
  await bar.getByRole('button', { name: 'Reject' }).click();
  await expect(page.getByRole('table').getByText('Proposed', { exact: true })).toHaveCount(0);
  await bar.getByRole('button', { name: 'Undo decision' }).click();
  await expect(page.getByRole('table').getByText('Rejected', { exact: true })).toHaveCount(0);
  await bar.getByRole('button', { name: 'Clear choice' }).click();
  await expect(bar).toHaveCount(0);
});

test('an editor may not approve, a viewer may only look; both are told why', async ({ page }) => {
  await openDrawer(page, { role: 'Editor' });
  await expectRefused(page, 'Approve', /Needs the role Admin/);
  await openDrawer(page, { role: 'Viewer' });
  await expectRefused(page, 'Reject', /Needs the role Editor/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Refresh recommendations' })).toHaveAttribute('aria-disabled', 'true');
});

test('the overview names the top savings', async ({ page }) => {
  await page.goto(`${urls().host}/a/headroom-capacity-app/overview`);
  await expect(page.getByRole('heading', { name: 'Top savings' })).toBeVisible({ timeout: RUN_MS });
  await expect(page.getByText(/\d+ recommendations, −\$\d+ a month/)).toBeVisible();
  await page.getByRole('link', { name: WASTEFUL }).first().click();
  await expect(page.getByRole('dialog').last()).toContainText(WASTEFUL);
});
