/**
 * Plays docs/stories/first-forecast.md on a real Grafana with the sample cluster: run `make demo` with GRAFANA_HOME and
 * GRAFANA_BIN, then `GRAFANA_URL=http://127.0.0.1:3000 npx playwright test --project=grafana`. It enlarges the filling
 * volume at its end, so it wants a fresh demo.
 */
import { expect, test } from '@grafana/plugin-e2e';
import type { Page, Response } from '@playwright/test';
import { breachAlert } from './breach-alert.ts';
import { framesOf, type PanelFrame, valuesAfter } from './frames.ts';
import { DASHBOARD, EXPORTER, GRAFANA, PROMETHEUS, RULE } from './stage.ts';

const NAME = `Headroom of the story ${Date.now()}`;
/** Two evaluations a minute apart, and the `for` of a minute between them. */
const ALERT_WITHIN_MS = 6 * 60_000;
const FIRING = /^alerting$/i;
const QUIET = /^normal$/i;

let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ baseURL: GRAFANA, viewport: { width: 1280, height: 1800 } });
  const login = await page.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  expect(login.ok()).toBe(true);
});

test.afterAll(async () => {
  await page.close();
});

test('minute 1: connect', async () => {
  await page.goto('/connections/datasources/new');
  await page.getByPlaceholder('Filter by name or type').fill('headroom');
  await page.getByRole('button', { name: /^Add new data source Headroom/i }).click();
  const url = page.getByRole('textbox', { name: 'Data source connection URL' });
  await expect(url).toBeVisible();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill(NAME);
  await url.fill('http://127.0.0.1:9');
  await page.getByRole('button', { name: 'Save & test' }).click();
  await expect(page.getByText(/Nothing answers at 127\.0\.0\.1:9\. Check the URL/)).toBeVisible();

  await url.fill(PROMETHEUS);
  await page.getByRole('button', { name: 'Save & test' }).click();
  await expect(page.getByText(/Prometheus \d+\.\d+\.\S+ answers\. Headroom is ready to forecast\./)).toBeVisible();
  await expect(name).toHaveValue(NAME);
});

test('minute 2: look', async () => {
  const nowMs = Date.now();
  const answers = collectForecasts();
  await page.goto(`/d/${DASHBOARD}?var-datasource=${encodeURIComponent(NAME)}&var-volume=postgres-data`);
  for (const title of ['Node CPU', 'Node memory', 'Volume postgres-data']) {
    const panel = page.getByTestId(`data-testid Panel header ${title}`);
    await expect(panel.locator('.uplot canvas').first()).toBeVisible();
    await expect(panel.getByText(/predicted/).first()).toBeVisible();
  }
  await expect(page.getByTestId('data-testid Panel header When volumes are likely to be full')).toContainText(
    'postgres-data'
  );

  await expect.poll(() => answers.frames.length).toBeGreaterThan(8);
  const withPrediction = answers.frames.filter((frame) => valuesAfter(frame, 'predicted', nowMs).length > 0);
  expect(withPrediction.length).toBe(answers.frames.length);
  for (const frame of withPrediction) {
    expectOrderedBands(frame, nowMs);
  }
  answers.stop();
});

test('minute 3: ask something of her own', async () => {
  await openExplore('sum(rate(node_network_receive_bytes_total{device!="lo"}[5m]))');
  await expect(page.locator('.uplot canvas').first()).toBeVisible();
  await expect(page.getByText(/predicted/).first()).toBeVisible();

  await openExplore('node_load1 +');
  await expect(page.getByText(/Prometheus cannot parse the expression/).first()).toBeVisible();
});

test('minute 4: be told', async () => {
  test.setTimeout(2 * ALERT_WITHIN_MS);
  await untilState('postgres-data', FIRING);
  const alert = await breachAlert(page.request, 'postgres-data');
  expect(alert?.annotations['summary']).toBe('Volume shop/postgres-data is likely to be full within 4 days');
  for (const sawtooth of ['log-archive', 'prometheus-data']) {
    expect((await breachAlert(page.request, sawtooth))?.state).toMatch(QUIET);
  }
  await page.goto(`/alerting/grafana/${RULE}/view?tab=instances`);
  await expect(instanceRow('postgres-data')).toContainText('Alerting');
  await expect(instanceRow('log-archive')).toContainText('Normal');
});

test('minute 5: act', async () => {
  test.setTimeout(2 * ALERT_WITHIN_MS);
  const enlarged = await page.request.post(`${EXPORTER}/enlarge?pvc=postgres-data&factor=3`);
  expect(enlarged.ok()).toBe(true);
  await untilState('postgres-data', QUIET);
});

/** A volume's line in the rule's list of instances. */
function instanceRow(volume: string) {
  const expand = page.getByRole('button', { name: 'Expand row' });
  return page.locator('div', { has: expand, hasText: volume }).last();
}

/** Waits until an evaluation of the rule has put a volume's alert into a state. */
async function untilState(volume: string, state: RegExp): Promise<void> {
  await expect
    .poll(async () => (await breachAlert(page.request, volume))?.state ?? 'not evaluated', {
      timeout: ALERT_WITHIN_MS,
      intervals: [5_000],
    })
    .toMatch(state);
}

/** Every frame of a forecast that a panel receives from here on. */
function collectForecasts() {
  const frames: PanelFrame[] = [];
  const listen = async (response: Response) => {
    if (response.url().includes('/api/ds/query')) {
      const received = await framesOf(response);
      frames.push(...received.filter(({ schema }) => schema.fields.some(({ name }) => name === 'actual')));
    }
  };
  page.on('response', listen);
  return { frames, stop: () => page.off('response', listen) };
}

function expectOrderedBands(frame: PanelFrame, nowMs: number): void {
  const [low95, low80, mid, high80, high95] = ['lower95', 'lower80', 'predicted', 'upper80', 'upper95'].map((part) =>
    valuesAfter(frame, part, nowMs)
  );
  expect(mid?.length).toBeGreaterThan(100);
  mid?.forEach((value, i) => {
    expect(low95?.[i]).toBeLessThanOrEqual(low80?.[i] ?? NaN);
    expect(low80?.[i]).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(high80?.[i] ?? NaN);
    expect(high80?.[i]).toBeLessThanOrEqual(high95?.[i] ?? NaN);
  });
}

async function openExplore(expr: string): Promise<void> {
  const source = (await (await page.request.get(`/api/datasources/name/${encodeURIComponent(NAME)}`)).json()) as {
    uid: string;
  };
  const datasource = { type: 'headroom-capacity-datasource', uid: source.uid };
  const pane = {
    datasource: source.uid,
    queries: [{ refId: 'A', datasource, queryType: 'forecast' }],
    range: { from: 'now-7d', to: 'now+7d' },
  };
  await page.goto(`/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify({ story: pane }))}`);
  // The signal's and the capacity's; the signal's editor arrives last.
  await expect(page.locator('.monaco-editor[role="code"]')).toHaveCount(2);
  await page.locator('.monaco-editor[role="code"]').first().click();
  await page.keyboard.type(expr);
  await page.keyboard.press('Shift+Enter');
}
