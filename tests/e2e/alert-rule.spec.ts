/**
 * Plays minute 4 of docs/stories/forecast-this.md on a real Grafana with the sample cluster: three clicks from a
 * forecast to an alert rule, which is whole, evaluates, and fires for the volume that fills up.
 */
import { expect, type Page, test } from '@playwright/test';
import { deleteRule, readRule, ruleInstances, ruleUidOf } from './alert-rules.ts';
import { GRAFANA } from './stage.ts';

const APP = '/a/headroom-capacity-app';
const EXPR = 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes)';
const CAPACITY = 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes)';
/** The pending period of five minutes, and an evaluation before and after it. */
const FIRES_MS = 480_000;

let page: Page;
let uid: string | undefined;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ baseURL: GRAFANA, viewport: { width: 1280, height: 1400 } });
  const login = await page.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  expect(login.ok()).toBe(true);
});

test.afterAll(async () => {
  if (uid !== undefined) {
    await deleteRule(page.request, uid);
  }
  await page.close();
});

/** What Grafana says of the alert of a volume; empty before the first evaluation. */
async function stateOf(volume: string): Promise<string> {
  const instances = await ruleInstances(page.request, uid!);
  return instances.find(({ labels }) => labels['persistentvolumeclaim'] === volume)?.state ?? '';
}

test('a forecast becomes an alert rule in three clicks', async () => {
  const query = new URLSearchParams({ expr: EXPR, capacity: CAPACITY, horizon: '5d', model: 'linear-trend' });
  await page.goto(`${APP}/forecasts/new?${query.toString()}`);
  await expect(page.getByRole('img', { name: /^Forecast of / })).toBeVisible();

  await page.getByRole('button', { name: 'Create alert' }).click();
  await page.getByRole('link', { name: 'Open rule editor' }).click();
  await expect(page).toHaveURL(/\/alerting\/new\/alerting/);
  await expect(page.getByText('All rules in the selected group are evaluated every 1m.')).toBeVisible();
  await expect(page.getByText('Breach').first()).toBeVisible();
  await page.getByTestId('save-rule').click();

  await expect(page).toHaveURL(/\/alerting\/grafana\/[^/]+\/view/);
  uid = ruleUidOf(page.url());
});

test('the rule has the whole query, condition, labels and annotations', async () => {
  const rule = await readRule(page.request, uid!);
  expect(rule).toMatchObject({
    condition: 'C',
    for: '5m',
    noDataState: 'KeepLast',
    execErrState: 'Error',
    labels: { severity: 'warning' },
    annotations: {
      summary: expect.stringContaining('{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is likely to be'),
    },
  });
  const [signal, number, threshold] = rule.data;
  expect(signal).toMatchObject({ refId: 'A', queryType: 'breach', datasourceUid: 'headroom' });
  expect(signal?.model).toMatchObject({
    queryType: 'breach',
    expr: EXPR,
    capacity: CAPACITY,
    horizon: '5d',
    model: 'linear-trend',
    within: '4d',
    measure: 'probability',
  });
  expect(signal?.model).not.toHaveProperty('expression');
  expect(number?.model).toMatchObject({ type: 'reduce', reducer: 'last', expression: 'A' });
  expect(threshold?.model).toMatchObject({
    type: 'threshold',
    expression: 'B',
    conditions: [{ evaluator: { type: 'gt', params: [0.8] } }],
  });
});

test('the rule evaluates, and fires for the volume that fills up', async () => {
  test.setTimeout(FIRES_MS + 30_000);
  await expect.poll(() => stateOf('postgres-data'), { timeout: FIRES_MS, intervals: [5_000] }).toMatch(/^Alerting/);
  const instances = await ruleInstances(page.request, uid!);
  expect(instances.every(({ state }) => /^(Normal|Pending|Alerting)/.test(state))).toBe(true);
  const filling = instances.find(({ labels }) => labels['persistentvolumeclaim'] === 'postgres-data');
  expect(filling?.annotations['summary']).toContain('shop/postgres-data is likely to be full within 4 days');
});
