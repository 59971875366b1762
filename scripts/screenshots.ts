/**
 * Takes the pictures of docs/screenshots/ on a real Grafana that `make demo` started.
 *
 * Usage: GRAFANA_URL=http://127.0.0.1:3000 node scripts/screenshots.ts [beginning of a name ...]
 */
import { mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { takePages } from './screenshots/page-shots.ts';
import { takePanels } from './screenshots/panel-shots.ts';
import { FOLDER, type Shot, takeShot } from './screenshots/shot.ts';

const EVALUATED_MS = 180_000;
const THEMES = ['dark', 'light'] as const;
const URL = process.env['GRAFANA_URL'];

async function panels(page: Page): Promise<void> {
  await page.getByTestId('data-testid Panel header Volumes').locator('.uplot canvas').first().waitFor();
}

/** What the demo has provisioned. */
const SHIPPED: readonly Shot[] = [
  { name: 'dashboard', path: '/d/headroom-capacity-forecast?kiosk', heights: { 1280: 1120 }, ready: panels },
  {
    name: 'alert-rule',
    path: '/alerting/grafana/headroom-volume-breach/view?tab=instances',
    heights: { 1280: 1000 },
    // Its first evaluations come minutes after the start.
    ready: (page) => page.getByText('postgres-data').first().waitFor({ timeout: EVALUATED_MS }),
  },
];

if (URL === undefined) {
  console.error(
    'GRAFANA_URL is missing: the address of a Grafana that make demo started, such as http://127.0.0.1:3000.'
  );
  process.exit(2);
}
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const wanted = process.argv.slice(2);
await takeShipped(browser, wanted);
await takePanels(browser, URL, wanted);
await takePages(browser, wanted);
await browser.close();

async function takeShipped(of: Browser, words: readonly string[]): Promise<void> {
  const shots = SHIPPED.filter(({ name }) => words.length === 0 || words.some((word) => name.startsWith(word)));
  if (shots.length === 0) {
    return;
  }
  const context = await of.newContext({ baseURL: URL ?? '', timezoneId: 'UTC', locale: 'en-GB' });
  await context.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  for (const theme of THEMES) {
    await context.request.put('/api/user/preferences', { data: { theme } });
    for (const shot of shots) {
      await takeShot(context, shot, theme);
    }
  }
  await context.close();
}
