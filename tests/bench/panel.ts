/**
 * Shows how fluent the Forecast panel is on a real Grafana with 50 series of 2,000 points: how long after its data it is
 * drawn and answers the pointer, and the longest tasks of the page while it is hovered, zoomed and forecasts. It
 * measures and judges nothing: figures depend on the machine and its load.
 *
 * Usage: GRAFANA_URL=http://127.0.0.1:3000 node tests/bench/panel.ts [--profile]
 */
import { loadavg } from 'node:os';
import { writeFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { deleteBoard, writeBoard } from '../e2e/boards.ts';
import { wideAnswer } from '../support/wide-answer.ts';
import { watchTasks, type Watch } from './panel-watch.ts';

const BOARD = 'headroom-panel-bench';
const TITLE = 'Fifty series';
const SERIES = 50;
const POINTS = 2_000;
const RUNS = Number(process.env['RUNS'] ?? 5);
const FORECAST_MS = 60_000;
const PANEL = {
  title: TITLE,
  type: 'headroom-forecast-panel',
  targets: [{ refId: 'A', datasource: { type: 'prometheus', uid: 'prometheus' }, expr: 'up', range: true }],
};

const url = process.env['GRAFANA_URL'];
if (url === undefined) {
  console.error('GRAFANA_URL is missing: the address of a Grafana that make demo started.');
  process.exit(2);
}
const isProfiled = process.argv.includes('--profile');

/** One visit of the dashboard, in milliseconds. */
interface Visit {
  readonly drawn: number;
  readonly answers: number;
  readonly untilForecast: number;
  /** The longest of many stretches of 20 ms of pure work: what is above 20 the machine does to every task. */
  readonly control: number;
  readonly tasks: Readonly<Record<'first draw' | 'forecasting' | 'hover' | 'zoom' | 'legend', readonly number[]>>;
}

async function visit(browser: Browser, barsWorkers: boolean): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url!,
    viewport: { width: 1280, height: 900 },
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await context.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  await writeBoard(context.request, BOARD, [PANEL]);
  await page.addInitScript(watchTasks);
  await page.route('**/api/ds/query*', (route) => route.fulfill({ json: wideAnswer(SERIES, POINTS, Date.now()) }));
  if (barsWorkers) {
    await page.route(`**/d/${BOARD}*`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        headers: { ...response.headers(), 'content-security-policy': "worker-src 'none'" },
      });
    });
  }
  // The first visit of a browser compiles Grafana; the figures are those of the second.
  await page.goto(`/d/${BOARD}?viewPanel=1`);
  await drawnPanel(page);
  await page.goto('/plugins');
  const session = await context.newCDPSession(page);
  await session.send('Profiler.enable');
  if (isProfiled) {
    await session.send('Profiler.start');
  }
  const pointing = keepPointing(page);
  await page.goto(`/d/${BOARD}?viewPanel=1`);
  await drawnPanel(page);
  await page.waitForFunction(() => window.watch.answeredMs !== undefined);
  await pointing.stop();
  await page.mouse.move(5, 5);
  await page.waitForFunction(() => document.querySelector('[aria-label="Forecasting in the browser"]') === null, null, {
    timeout: FORECAST_MS,
  });
  const forecasting = await tasksOf(page);
  const chart = await drawnPanel(page);
  const box = (await chart.boundingBox())!;
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  const hover = await during(page, async () => {
    for (let i = 0; i <= 120; i++) {
      await page.mouse.move(...at(0.1 + (0.8 * i) / 120, 0.3 + 0.4 * Math.abs(Math.sin(i / 9))));
    }
  });
  const zoom = await during(page, async () => {
    for (let i = 0; i < 3; i++) {
      await page.mouse.move(...at(0.3, 0.5));
      await page.mouse.down();
      await page.mouse.move(...at(0.8, 0.5), { steps: 10 });
      await page.mouse.up();
      await page.getByRole('button', { name: 'Reset zoom' }).click();
      await page.waitForTimeout(300);
    }
  });
  const legend = await during(page, async () => {
    const name = page.getByRole('button', { name: 'series-7', exact: true }).first();
    await name.click();
    await page.waitForTimeout(600);
    await name.click();
    await page.waitForTimeout(600);
  });
  if (isProfiled) {
    const { profile } = await session.send('Profiler.stop');
    writeFileSync('build/panel.cpuprofile', JSON.stringify(profile));
  }
  await chart.waitFor();
  const { drawnMs, answeredMs } = await page.evaluate(() => window.watch);
  const dataMs = await dataMsOf(page);
  const split = (isFirst: boolean) =>
    forecasting.tasks.filter(({ startMs }) => startMs <= drawnMs! === isFirst).map(({ ms }) => ms);
  const visited = {
    drawn: drawnMs! - dataMs,
    answers: answeredMs! - dataMs,
    control: await controlOf(page),
    untilForecast: forecasting.atMs - dataMs,
    tasks: { 'first draw': split(true), forecasting: split(false), hover, zoom, legend },
  };
  await context.close();
  return visited;
}

function controlOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let longest = 0;
    for (let i = 0; i < 100; i++) {
      const startMs = performance.now();
      while (performance.now() - startMs < 20) {
        Math.sqrt(i);
      }
      longest = Math.max(longest, performance.now() - startMs);
      await new Promise((wake) => setTimeout(wake));
    }
    return longest;
  });
}

async function drawnPanel(page: Page) {
  const chart = page.getByRole('img', { name: /^Forecast of / });
  await chart.waitFor();
  return chart;
}

/** A user who points at the panel already while it loads. */
function keepPointing(page: Page) {
  let isOver = false;
  const moving = (async () => {
    for (let i = 0; !isOver; i++) {
      await page.mouse.move(500 + (i % 50), 400 + (i % 40)).catch(() => undefined);
      await new Promise((wake) => setTimeout(wake, 20));
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await moving;
    },
  };
}

/** When the answer to the panel's query had arrived. */
function dataMsOf(page: Page): Promise<number> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/api/ds/query'))
      .reduce((first, { startTime, duration }) => Math.min(first, startTime + duration), Infinity)
  );
}

async function tasksOf(page: Page): Promise<{ tasks: Watch['tasks']; atMs: number }> {
  const dataMs = await dataMsOf(page);
  const { tasks, atMs } = await page.evaluate(() => ({ tasks: window.watch.tasks.splice(0), atMs: performance.now() }));
  return { tasks: tasks.filter(({ startMs, ms }) => startMs + ms >= dataMs), atMs };
}

async function during(page: Page, act: () => Promise<void>): Promise<number[]> {
  await tasksOf(page);
  await act();
  await page.waitForTimeout(500);
  const { tasks } = await tasksOf(page);
  return tasks.map(({ ms }) => ms);
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
console.log(
  `${SERIES} series × ${POINTS} points, ${RUNS} runs, load ${loadavg()[0]!.toFixed(1)}; tasks of 50 ms and more`
);
for (const barsWorkers of [false, true]) {
  const visits: Visit[] = [];
  for (let run = 0; run < RUNS; run++) {
    visits.push(await visit(browser, barsWorkers));
  }
  console.log(barsWorkers ? '\nOn the main thread (workers barred):' : '\nIn a worker:');
  const row = (title: string, of: (visit: Visit) => number) => {
    const values = visits.map(of);
    console.log(
      `  ${title.padEnd(38)} median ${middle(values).toFixed(0)} ms, most ${Math.max(...values).toFixed(0)} ms`
    );
  };
  row('drawn after its data', ({ drawn }) => drawn);
  row('answers the pointer after its data', ({ answers }) => answers);
  row('all forecasts after its data', ({ untilForecast }) => untilForecast);
  row('20 ms of pure work take', ({ control }) => control);
  for (const phase of Object.keys(visits[0]!.tasks) as Array<keyof Visit['tasks']>) {
    const all = visits.flatMap(({ tasks }) => tasks[phase]).map(Math.round);
    const over = all.filter((ms) => ms > 100).length;
    console.log(
      `  ${`tasks, ${phase}`.padEnd(38)} longest ${Math.max(0, ...all)} ms; ${all.length} of ≥ 50 ms, ${over} of > 100 ms`
    );
  }
}
const cleaner = await browser.newContext({ baseURL: url });
await cleaner.request.post('/login', { data: { user: 'admin', password: 'admin' } });
await deleteBoard(cleaner.request, BOARD);
await browser.close();
