import { expect, type Page } from '@playwright/test';
import { seriousFindings, sidewaysScroll, test } from './fixtures.ts';
import { urls } from './urls.ts';

/** The toggle of Grafana's list of several values. */
const GRAFANAS_OWN = /^aria-allowed-attr: #downshift-.*-toggle-button$/;

const SIGNAL = 'sum by (instance) (rate(node_cpu_seconds_total[5m]))';

/** Opens the query editor alone, as a panel's edit page has it. */
async function openEditor(page: Page, query: object = {}, params: Record<string, string> = {}): Promise<void> {
  await page.addInitScript(
    (given) => {
      window.previewQuery = given;
    },
    { refId: 'A', expr: SIGNAL, ...query }
  );
  await page.goto(`${urls().host}/e/headroom-capacity-datasource?${new URLSearchParams(params).toString()}`);
  await expect(page.getByText('Signal', { exact: true })).toBeVisible();
}

async function savedQuery(page: Page): Promise<Record<string, unknown>> {
  return JSON.parse((await page.getByLabel('Saved query').textContent()) ?? '') as Record<string, unknown>;
}

const chooseType = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Query type' }).getByRole('radio', { name, exact: true }).check();

/** Fields that only the type has, beside some that it shares. */
const FIELDS = {
  Forecast: ['Horizon'],
  Breach: ['Horizon', 'Within'],
  Baseline: ['History', 'Maintenance windows'],
  Anomaly: ['Minimum deviation', 'Minimum duration', 'History'],
  Recommendations: ['Namespace', 'History'],
};

test('offers every query type with the fields that belong to it', async ({ page }) => {
  await openEditor(page, { queryType: 'anomaly' });
  for (const [name, labels] of Object.entries(FIELDS)) {
    await chooseType(page, name);
    await openOptions(page);
    for (const label of labels) {
      await expect(page.getByLabel(label, { exact: true }), `${label} of ${name}`).toBeVisible();
    }
    expect((await savedQuery(page))['queryType']).toBe(name.toLowerCase());
  }
  await expect(page.getByLabel('Horizon', { exact: true })).toHaveCount(0);
  await expect(page.getByText('Signal', { exact: true })).toHaveCount(0);
});

test('saves what differs from the usual, and asks anew with each change', async ({ page }) => {
  await openEditor(page, { queryType: 'anomaly' });
  await page.getByRole('radiogroup', { name: 'From severity' }).getByRole('radio', { name: 'Critical' }).check();
  await page.getByRole('radiogroup', { name: 'Format' }).getByRole('radio', { name: 'Numeric' }).check();
  await openOptions(page);
  await page.getByLabel('False alarms: Critical').fill('0.5');
  await page.getByLabel('False alarms: Critical').press('Enter');
  const changed = { threshold: 'critical', format: 'numeric', sensitivity: { critical: 0.5 } };
  expect(await savedQuery(page)).toEqual({ refId: 'A', expr: SIGNAL, queryType: 'anomaly', ...changed });
  await expect(page.getByLabel('Saved query')).toHaveAttribute('data-runs', '3');
  await page.getByLabel('False alarms: Critical').fill('');
  await page.getByLabel('False alarms: Critical').press('Enter');
  expect(await savedQuery(page)).not.toHaveProperty('sensitivity');
});

test('says at the field what is wrong', async ({ page }) => {
  await openEditor(page, { queryType: 'anomaly', minDuration: 'long', sensitivity: { critical: 20 } });
  await expect(page.getByText('"long" is not a duration.', { exact: false })).toBeVisible();
  await openOptions(page);
  await expect(page.getByText('A graver severity has more false alarms than a milder one.')).toBeVisible();
  await chooseType(page, 'Baseline');
  await expect(page.getByText('is not a duration')).toHaveCount(0);
});

test('asks for anomalies only where they become annotations', async ({ page }) => {
  await openEditor(page, { threshold: 'critical' }, { annotation: '' });
  await expect(page.getByRole('radiogroup', { name: 'Query type' })).toHaveCount(0);
  await expect(page.getByRole('radiogroup', { name: 'Format' })).toHaveCount(0);
  await page.getByRole('radiogroup', { name: 'Direction' }).getByRole('radio', { name: 'Above' }).check();
  expect(await savedQuery(page)).toMatchObject({ queryType: 'anomaly', threshold: 'critical', direction: 'up' });
});

for (const theme of ['dark', 'light'] as const) {
  test(`keeps nobody out and fits into 800 pixels, ${theme}`, async ({ page }) => {
    await page.setViewportSize({ width: 800, height: 900 });
    await openEditor(page, {}, { theme });
    for (const name of Object.keys(FIELDS)) {
      await chooseType(page, name);
      await openOptions(page);
      expect(await sidewaysScroll(page), name).toBe(0);
      const findings = await seriousFindings(page);
      expect(
        findings.filter((finding) => !GRAFANAS_OWN.test(finding)),
        name
      ).toEqual([]);
    }
  });
}

/** The options stay open from type to type, and recommendations have none. */
async function openOptions(page: Page): Promise<void> {
  const title = page.getByRole('button', { name: /^Options/ });
  if ((await title.count()) > 0 && (await title.getAttribute('aria-expanded')) !== 'true') {
    await title.click();
  }
}
