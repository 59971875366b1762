/**
 * The app in an organisation that is new to it, on a real Grafana: first run in one click, then every page as each role.
 * The organisation and its people are made for the test and removed afterwards.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { makeOrganisation, type Organisation } from './organisation.ts';

const APP = '/a/headroom-capacity-app';
const CHART = /^Forecast of /;

let organisation: Organisation;
let page: Page;
const errors: string[] = [];

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  organisation = await makeOrganisation(browser);
});

test.afterAll(async () => {
  await organisation.remove();
});

/** Logs in anew; errors of the console are collected from here on. */
async function be(role: 'Admin' | 'Editor' | 'Viewer', options = {}): Promise<void> {
  const context = await organisation.as(role, options);
  page = await context.newPage();
  errors.length = 0;
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    // Grafana's own calls may be refused to a viewer; what our pages ask for is under resources.
    const { url } = message.location();
    if (message.type() === 'error' && (url.includes('headroom') || url === '')) {
      errors.push(`${message.text()} ${url}`);
    }
  });
}

/** What axe finds in our part of the page that keeps people out. */
async function seriousFindings(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

async function open(path: string): Promise<void> {
  await page.goto(`${APP}/${path}`);
}

async function expectSound(): Promise<void> {
  expect(await seriousFindings()).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  );
  expect(sideways).toBe(0);
  expect(errors).toEqual([]);
}

async function expectRefused(name: string | RegExp, reason: RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.hover();
  await expect(page.getByRole('tooltip')).toHaveText(reason);
  await page.mouse.move(0, 0);
}

test('before there is a data source, an editor is told whom to ask', async () => {
  await be('Editor');
  await open('overview');
  await expect(page.getByText(/Ask an administrator to open this page/)).toBeVisible();
  await expectRefused('Connect to Cluster', /Data sources are added by administrators/);
});

test('first run: finds the Prometheus data sources, tests them, connects in one click', async () => {
  await be('Admin');
  await open('overview');
  await expect(page.getByRole('heading', { name: 'Connect Headroom to a Prometheus server first' })).toBeVisible();
  await expect(page.getByText('Answers', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Does not answer: /)).toBeVisible();
  await expectRefused('Connect to Retired', /Mend this data source first/);
  expect(await seriousFindings()).toEqual([]);
  await page.getByRole('button', { name: 'Connect to Cluster' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'postgres-data' }).first()).toContainText('Likely full');
  await expect(page.getByText(/engine healthy/)).toBeVisible();
  const sources = (await (await page.request.get('/api/datasources')).json()) as Array<Record<string, unknown>>;
  const ours = sources.filter(({ type }) => type === 'headroom-capacity-datasource');
  expect(ours).toMatchObject([{ name: 'Headroom', jsonData: { sourceKind: 'direct' } }]);
});

for (const [width, theme] of [
  [1280, 'dark'],
  [800, 'light'],
] as const) {
  test(`every page as an administrator is sound at ${width}, ${theme}`, async () => {
    await be('Admin', { width, theme });
    await open('overview');
    await expect(page.getByRole('row').nth(1)).toBeVisible();
    await expectSound();
    await open('forecasts');
    await expect(page.getByText('No forecasts are stored yet')).toBeVisible();
    await expectSound();
    await open('forecasts/new');
    await expect(page.getByRole('heading', { name: 'Choose a signal to forecast' })).toBeVisible();
    await expectSound();
    await page.getByRole('button', { name: 'Volumes' }).click();
    await expect(page.getByRole('img', { name: CHART })).toBeVisible();
    await expectSound();
    await open('settings');
    await expect(page.getByText('Healthy')).toBeVisible();
    await expectSound();
  });
}

test('an editor stores forecasts and may not open settings', async () => {
  await be('Editor');
  await open('forecasts/new');
  await page.getByRole('button', { name: 'Volumes' }).click();
  await expect(page.getByRole('img', { name: CHART })).toBeVisible();
  await page.getByRole('textbox', { name: /^Name Needed/ }).fill('Volumes of the shop');
  await page.getByRole('button', { name: 'Save forecast' }).click();
  await expect(page.getByText(/^Trained .* · model: Ensemble/)).toBeVisible({ timeout: 90_000 });
  await open('settings');
  // Grafana itself leads those who may not see a page back to its start.
  await expect(page).not.toHaveURL(/headroom/);
});

test('a viewer sees everything and is told why nothing can be changed', async () => {
  await be('Viewer');
  await open('overview');
  await expect(page.getByRole('row').filter({ hasText: 'postgres-data' }).first()).toContainText('Likely full');
  await expectSound();
  await open('forecasts');
  await expectRefused('Delete Volumes of the shop', /Needs the role Editor; ask an administrator/);
  await expectRefused('Train Volumes of the shop now', /Needs the role Editor/);
  await expectSound();
  await page.getByRole('link', { name: 'Volumes of the shop' }).click();
  await expect(page.getByRole('img', { name: CHART })).toBeVisible();
  for (const name of ['Save forecast', 'Train now', 'Delete']) {
    await expectRefused(name, /Needs the role Editor/);
  }
  await expectRefused('Create alert', /Alert rules need the role Editor/);
  await expectSound();
});
