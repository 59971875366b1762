/**
 * Plays docs/stories/first-recommendation.md on a real Grafana, in an organisation of its own: look, believe, see the
 * change, decide as each role, take it away. Needs the planted tuning cases of the sample cluster.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { makeOrganisation, type Organisation } from './organisation.ts';
import { PROMETHEUS } from './stage.ts';

const APP = '/a/headroom-capacity-app';
const RUN_MS = 90_000;
const PLANTED = 'backoffice';
const WASTEFUL = `${PLANTED}/catalog`;

let organisation: Organisation;
let page: Page;
let hasPlanted = false;
const errors: string[] = [];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser, request }) => {
  const answer = await request.get(`${PROMETHEUS}/api/v1/label/namespace/values`);
  hasPlanted = ((await answer.json()) as { data: string[] }).data.includes(PLANTED);
  if (!hasPlanted) {
    return;
  }
  organisation = await makeOrganisation(browser);
  const { request: admin } = await organisation.as('Admin');
  const type = 'headroom-capacity-datasource';
  const source = { name: 'Headroom', type, access: 'proxy', url: PROMETHEUS, jsonData: { sourceKind: 'direct' } };
  expect((await admin.post('/api/datasources', { data: source })).ok()).toBe(true);
});

test.beforeEach(() => {
  test.skip(!hasPlanted, `The Prometheus at ${PROMETHEUS} has no planted tuning cases (namespace ${PLANTED}).`);
});

test.afterAll(async () => {
  if (hasPlanted) {
    await organisation.remove();
  }
});

/** Logs in anew; errors of our pages' console are collected from here on. */
async function be(role: 'Admin' | 'Editor' | 'Viewer'): Promise<void> {
  page = await (await organisation.as(role)).newPage();
  errors.length = 0;
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() === 'error' && (url.includes('headroom') || url === '')) {
      errors.push(`${message.text()} ${url}`);
    }
  });
  await page.goto(`${APP}/recommendations`);
}

function drawer() {
  return page.getByRole('dialog');
}

async function openWasteful(): Promise<void> {
  await page.getByRole('textbox', { name: 'Search' }).fill('catalog');
  const row = page.getByRole('row').filter({ hasText: WASTEFUL }).filter({ hasText: 'CPU request' });
  await row.getByRole('link').click();
  await expect(drawer().getByRole('heading', { name: /^Uses .* at its 99th percentile, asks for/ })).toBeVisible();
}

async function expectRefused(name: string, reason: RegExp): Promise<void> {
  const button = drawer().getByRole('button', { name, exact: true });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.hover();
  await expect(page.getByRole('tooltip')).toHaveText(reason);
  await page.mouse.move(0, 0);
}

test('minute 1: an editor looks, and finds the most worthwhile first', async () => {
  await be('Editor');
  await page.getByRole('button', { name: 'Find recommendations' }).click();
  await expect(page.getByRole('table')).toBeVisible({ timeout: RUN_MS });
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(
    /^\d+ changes · −\$\d+(\.\d\d)? a month · \d+ fix reliability/
  );
  await expect(page.getByText(/[-−]\$\d+\.\d\d a month/)).toHaveCount(0);
  await page.locator('label', { hasText: 'Also what needs no change' }).first().click();
  await expect(page.getByText('No change', { exact: true }).first()).toBeVisible();
  await expect(page).toHaveURL(/all=1/);
});

test('minute 2: use against the amounts, and the replay', async () => {
  await openWasteful();
  await expect(drawer().getByRole('img', { name: /^Use of backoffice\/catalog.*Request recommended/ })).toBeVisible();
  for (const strategy of ['As set now', 'KRR', 'VPA', 'Headroom']) {
    const row = drawer()
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: strategy, exact: true }) });
    await expect(row).toContainText(/\$\d+\.\d\d/);
  }
});

test('minute 3: the change as a diff, a patch, JSON and Markdown', async () => {
  await expect(drawer().getByLabel('Diff', { exact: true })).toContainText(/\+\s+cpu:/);
  await drawer().getByRole('tab', { name: 'JSON' }).click();
  await expect(drawer().getByLabel('JSON', { exact: true })).toContainText('"outcome": "change"');
  await drawer().getByRole('tab', { name: 'Markdown' }).click();
  await expect(drawer().getByLabel('Markdown', { exact: true })).toContainText('# Tuning report');
  await drawer().getByRole('tab', { name: 'YAML patch' }).click();
  await expect(drawer().getByLabel('YAML patch', { exact: true })).toContainText('kind: Deployment');
});

test('minute 4: an editor may not approve, and snoozes; a viewer may only look', async () => {
  await expectRefused('Approve', /Needs the role Admin/);
  await drawer().getByRole('button', { name: 'Snooze' }).click();
  await drawer().getByRole('button', { name: 'Snooze' }).click();
  await expect(drawer().getByText(/-editor snoozed it until/i)).toBeVisible();
  await drawer().getByRole('button', { name: 'Undo decision' }).click();
  await expect(drawer().getByText(/-editor undid the decision/i)).toBeVisible();
  expect(errors).toEqual([]);
  await be('Viewer');
  await openWasteful();
  await expectRefused('Approve', /Needs the role/);
  await expectRefused('Reject', /Needs the role Editor/);
  expect(errors).toEqual([]);
});

test('minute 4: an administrator approves; who and when is kept, and is in the audit log', async () => {
  await be('Admin');
  await openWasteful();
  await drawer().getByRole('button', { name: 'Approve' }).click();
  await expect(drawer().getByText('Approved', { exact: true })).toBeVisible();
  await expect(drawer().getByText(/UTC: .*-admin approved it/i)).toBeVisible();
  const [source] = (
    (await (await page.request.get('/api/datasources')).json()) as Array<{ uid: string; type: string }>
  ).filter(({ type }) => type === 'headroom-capacity-datasource');
  const audit = await page.request.get(`/api/datasources/uid/${source?.uid}/resources/v1/audit?limit=5`);
  expect(await audit.json()).toMatchObject({ entries: [{ action: 'recommendation.approve' }, {}, {}, {}] });
});

test('minute 5: the export and the command line say the same', async () => {
  await drawer().getByRole('tab', { name: 'YAML patch' }).click();
  const patch = (await drawer().getByLabel('YAML patch', { exact: true }).textContent()) ?? '';
  await page.keyboard.press('Escape');
  await expect(drawer()).toHaveCount(0);
  await page.getByRole('button', { name: 'Export approved' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Kubernetes patch (YAML)' }).click();
  const stream = await (await download).createReadStream();
  expect(Buffer.concat(await stream.toArray()).toString()).toBe(patch);
  const { stdout } = await promisify(execFile)('bin/headroom', [
    ...['recommend', '--url', PROMETHEUS, '--namespace', PLANTED, '--output', 'patch'],
  ]);
  const document = stdout.split('---\n').find((text) => text.includes('name: catalog')) ?? '';
  expect(document).toContain(/cpu: .*/.exec(patch)?.[0] ?? 'no amount');
  expect(errors).toEqual([]);
});
