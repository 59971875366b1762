/**
 * What the alert preview says beside what Grafana does: the rule that the page makes is evaluated by Grafana's own
 * backtesting over the same 30 days of the sample cluster, and both must tell the same firings of the same series.
 */
import { expect, type Page, test } from '@playwright/test';
import { addSlowGroup, deleteRule, readRule, ruleUidOf } from './alert-rules.ts';
import { backtest, canBacktest, seriesName } from './backtest.ts';
import { GRAFANA } from './stage.ts';

const APP = '/a/headroom-capacity-app';
/** Of the group; a minute would make 43,200 evaluations, which Grafana makes one after the other. */
const INTERVAL = process.env['REPLAY_INTERVAL'] ?? '10m';
const PATIENCE_MS = 45 * 60_000;

interface Preview {
  readonly complete: boolean;
  readonly fired: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly evaluations: number;
  readonly series: ReadonlyArray<{
    readonly labels: Readonly<Record<string, string>>;
    readonly firings: ReadonlyArray<{ readonly startMs: number; readonly endMs: number | null }>;
  }>;
}

let page: Page;
const made: string[] = [];

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage({ baseURL: GRAFANA, viewport: { width: 1280, height: 1400 } });
  const login = await page.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  expect(login.ok()).toBe(true);
});

test.afterAll(async () => {
  for (const uid of made) {
    await deleteRule(page.request, uid);
  }
  await page.close();
});

test('the preview tells what the rule does when the same 30 days are replayed', async () => {
  test.skip(!(await canBacktest(page.request)), 'Grafana runs without the feature toggle alertingBacktesting.');
  test.setTimeout(PATIENCE_MS);
  const group = `Slow ${Date.now()}`;
  made.push(await addSlowGroup(page.request, group, INTERVAL));

  await page.goto(`${APP}/forecasts/new`);
  await page.getByRole('button', { name: 'Volumes' }).click();
  await expect(page.getByRole('img', { name: /^Forecast of / })).toBeVisible();
  await page.getByRole('button', { name: 'Create alert' }).click();
  const answered = page.waitForResponse(async (response) => {
    const asked = response.request().postDataJSON() as { interval?: string } | null;
    const isIt = response.url().endsWith('/v1/alert-preview') && asked?.interval === INTERVAL;
    return isIt && ((await response.json()) as Preview).complete;
  });
  // Grafana takes no pending period shorter than the interval.
  const pending = page.getByRole('combobox', { name: /^For / });
  await page.mouse.move(0, 0);
  await pending.fill(INTERVAL);
  await expect(page.getByRole('option')).toHaveText([new RegExp(`^${INTERVAL}`)]);
  await pending.press('Enter');
  await page.getByRole('combobox', { name: /^Evaluation group/ }).click();
  await page.getByRole('option', { name: group }).click();
  await expect(page.getByText(`The rule is evaluated every ${INTERVAL}.`)).toBeVisible();
  const preview = (await (await answered).json()) as Preview;
  const times = preview.fired === 1 ? 'once' : `${preview.fired} times`;
  await expect(page.getByRole('heading', { name: `Would have fired ${times} in the last 30 days` })).toBeVisible();

  await page.getByRole('link', { name: 'Open rule editor' }).click();
  await expect(page.getByText(`All rules in the selected group are evaluated every ${INTERVAL}.`)).toBeVisible();
  await page.getByTestId('save-rule').click();
  await expect(page).toHaveURL(/\/alerting\/grafana\/[^/]+\/view/);
  made.unshift(ruleUidOf(page.url()));

  const { fromMs, untilMs, evaluations } = preview;
  const intervalMs = (untilMs - fromMs) / (evaluations - 1);
  expect(untilMs - fromMs).toBeGreaterThan(29 * 86_400_000);
  const replayed = await backtest(page.request, await readRule(page.request, made[0]!), {
    fromMs,
    untilMs,
    intervalMs,
  });
  const told = new Map(
    preview.series.map(({ labels, firings }) => [
      seriesName(labels),
      firings.map(({ startMs, endMs }) => ({ startMs, endMs })),
    ])
  );
  expect(told.size).toBeGreaterThan(1);
  expect(replayed).toEqual(told);
  expect([...replayed.values()].flat()).toHaveLength(preview.fired);
});
