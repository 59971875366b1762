/**
 * Takes the pictures of docs/screenshots/ on a real Grafana that `make demo` started.
 *
 * Usage: GRAFANA_URL=http://127.0.0.1:3000 node scripts/screenshots.ts [name ...]
 */
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly size: { readonly width: number; readonly height: number };
  /** What has to be there before the picture is taken, and what is clicked to get there. */
  readonly ready: (page: Page) => Promise<void>;
}

const THEMES = ['dark', 'light'] as const;
const URL = process.env['GRAFANA_URL'];
const FOLDER = 'docs/screenshots';
const SETTLE_MS = 1_500;

const FORECASTS = '/a/headroom-capacity-app/forecasts/new';

async function panels(page: Page): Promise<void> {
  await page.getByTestId('data-testid Panel header Volumes').locator('.uplot canvas').first().waitFor();
}

async function volumes(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Volumes' }).click();
  await page.locator('.uplot canvas').first().waitFor();
}

const SHOTS: readonly Shot[] = [
  {
    name: 'dashboard',
    path: '/d/headroom-capacity-forecast?kiosk',
    size: { width: 1280, height: 1120 },
    ready: panels,
  },
  { name: 'forecasts', path: FORECASTS, size: { width: 1280, height: 1000 }, ready: volumes },
  { name: 'forecasts-800', path: FORECASTS, size: { width: 800, height: 1400 }, ready: volumes },
  {
    name: 'alert-rule',
    path: '/alerting/grafana/headroom-volume-breach/view?tab=instances',
    size: { width: 1280, height: 1000 },
    ready: (page) => page.getByText('postgres-data').first().waitFor(),
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
const context = await browser.newContext({ baseURL: URL, timezoneId: 'UTC', locale: 'en-GB' });
await context.request.post('/login', { data: { user: 'admin', password: 'admin' } });
const wanted = process.argv.slice(2);
for (const theme of THEMES) {
  await context.request.put('/api/user/preferences', { data: { theme } });
  for (const shot of SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const page = await context.newPage();
    await page.setViewportSize(shot.size);
    await page.goto(shot.path);
    await shot.ready(page);
    await page.waitForTimeout(SETTLE_MS);
    const path = `${FOLDER}/${shot.name}-${theme}.png`;
    await page.screenshot({ path });
    console.log(path);
    await page.close();
  }
}
await browser.close();
