import { expect, type Page } from '@playwright/test';
import { painted } from './canvas.ts';
import { seriousFindings, sidewaysScroll, test } from './fixtures.ts';
import { drag, forecastDone, NOW, openPanel, panelOf, showPanel } from './panel-page.ts';

const HOUR = 3_600_000;
const jobsOf = (page: Page) => page.evaluate(() => window.jobs);
const plotOf = (page: Page) => page.locator('.uplot').elementHandle();

test('hovering asks for no forecast and touches nothing outside the plot', async ({ page }) => {
  await openPanel(page, panelOf(8));
  const chart = await forecastDone(page);
  const box = (await chart.boundingBox())!;
  const before = await jobsOf(page);
  expect(before).toBe(8);
  await page.evaluate(() => {
    const touched = new Set<string>();
    Object.assign(window, { touched });
    new MutationObserver((changes) =>
      changes
        .map(({ target }) => (target instanceof Element ? target : target.parentElement))
        .filter((element) => element?.closest('.uplot') === null)
        .forEach((element) => touched.add(element?.outerHTML.slice(0, 80) ?? ''))
    ).observe(document.querySelector('main')!, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
  for (let i = 0; i < 40; i++) {
    await page.mouse.move(box.x + 80 + 18 * i, box.y + 60 + ((7 * i) % 150));
  }
  await expect(page.getByText(/^\w{3} \d+ \w{3,4}, \d\d:\d\d UTC$/)).toBeVisible();
  expect(await jobsOf(page)).toBe(before);
  expect(await page.evaluate(() => [...(window as unknown as { touched: Set<string> }).touched])).toEqual([]);
});

test('zooming and a refresh draw on the same plot; a zoom asks for no forecast and keeps the answer', async ({
  page,
}) => {
  await openPanel(page, panelOf(8));
  const chart = await forecastDone(page);
  const plot = await plotOf(page);
  const [jobs, label] = [await jobsOf(page), await chart.getAttribute('aria-label')];
  const whole = await painted(chart, 0.1, 0.5);
  await drag(page, chart, 0.4, 0.7);
  await expect(page.getByRole('button', { name: 'Reset zoom' })).toBeVisible();
  expect(await painted(chart, 0.1, 0.5)).not.toEqual(whole);
  expect(await jobsOf(page)).toBe(jobs);
  await expect(chart).toHaveAttribute('aria-label', label ?? '');
  await page.getByRole('button', { name: 'Reset zoom' }).click();
  expect(await painted(chart, 0.1, 0.5)).toEqual(whole);
  const later = panelOf(8, { from: NOW - 24 * HOUR });
  await showPanel(page, { frames: later.frames.slice(0, 8), width: 800 });
  await expect.poll(() => jobsOf(page)).toBe(2 * jobs);
  await forecastDone(page);
  const after = await plotOf(page);
  expect(await page.evaluate(([a, b]) => a === b, [plot, after])).toBe(true);
});

test('annotations are marks that speak on hover and on focus', async ({ page }) => {
  const fields = (names: Record<string, string>) => Object.entries(names).map(([name, type]) => ({ name, type }));
  const annotations = [
    {
      schema: {
        fields: fields({ time: 'time', timeEnd: 'time', isRegion: 'boolean', title: 'string', tags: 'other' }),
      },
      data: {
        values: [
          [NOW - 20 * HOUR, NOW - 8 * HOUR, NOW - 90 * HOUR],
          [null, NOW - 4 * HOUR, null],
          [false, true, false],
          ['Deployed', 'Maintenance', 'Long ago'],
          [['web'], [], []],
        ],
      },
    },
  ];
  await openPanel(page, panelOf(1, { annotations }));
  const chart = await forecastDone(page);
  const marks = page.getByRole('button', { name: /^Annotation: / });
  await expect(marks).toHaveCount(2);
  await marks.first().focus();
  const said = (text: string) => expect(page.getByRole('tooltip').filter({ hasText: text })).toBeVisible();
  await said('Mon 23 Nov, 14:00 UTC');
  await said('web');
  await marks.last().hover();
  await said('Tue 24 Nov, 02:00 UTC – Tue 24 Nov, 06:00 UTC');
  const regions = (await marks.last().boundingBox())!;
  const plot = (await chart.boundingBox())!;
  // Four of 37.5 hours: 25 of history, 12.5 predicted.
  expect(regions.width / plot.width).toBeGreaterThan(0.08);
  expect(regions.width / plot.width).toBeLessThan(0.12);
});

test('field options and overrides: unit, decimals, name, colour, limits, links and hidden areas', async ({ page }) => {
  const by = (name: string, id: string, value: unknown) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id, value }],
  });
  const fieldConfig = {
    defaults: { unit: 'percent', decimals: 1, links: [{ title: 'Runbook', url: 'https://example.com/runbook' }] },
    overrides: [
      by('series-0', 'displayName', 'Left disk'),
      by('series-0', 'color', { mode: 'fixed', fixedColor: 'blue' }),
      by('series-1', 'custom.hideFrom', { viz: false, legend: true, tooltip: true }),
    ],
  };
  await openPanel(page, panelOf(2, { fieldConfig }));
  const chart = await forecastDone(page);
  await expect(chart).toHaveAttribute(
    'aria-label',
    /^Forecast of Left disk\. Actual \d+\.\d% now\. Predicted \d+\.\d% on/
  );
  await expect(page.getByRole('button', { name: 'Left disk' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'series-1' })).toHaveCount(0);
  expect((await painted(chart, 0.1, 0.5)).lineColumns).toBeGreaterThan(0.9);
  await page.mouse.move(200 + (await chart.boundingBox())!.x, 40 + (await chart.boundingBox())!.y);
  await expect(page.getByText('Left disk').last()).toBeVisible();
  await page.mouse.click(200 + (await chart.boundingBox())!.x, 40 + (await chart.boundingBox())!.y);
  await expect(page.getByRole('link', { name: 'Runbook' })).toHaveAttribute('href', 'https://example.com/runbook');
  await page.keyboard.press('Escape');
  const limited = { defaults: { ...fieldConfig.defaults, min: 0, max: 1_000 }, overrides: [] };
  await showPanel(page, { fieldConfig: limited });
  await forecastDone(page);
  expect((await painted(chart, 0.1, 0.5)).lineColumns).toBeLessThan(0.1);
});

test.describe('without a chart', () => {
  const states = [
    { name: 'loading', more: { frames: [], more: { state: 'Loading' } }, says: 'Loading the data…' },
    { name: 'empty', more: { frames: [] }, says: 'Check the query, or choose a longer time range.' },
    {
      name: 'error',
      more: { frames: [], more: { state: 'Error', errors: [{ message: 'bad_data: parse error' }] } },
      says: 'bad_data: parse error',
    },
  ] as const;
  for (const { name, more, says } of states) {
    test(`${name} is told`, async ({ page }) => {
      await openPanel(page, panelOf(1, more));
      await expect(page.getByRole('status')).toContainText(says);
      expect(await seriousFindings(page)).toEqual([]);
    });
  }

  test('series that are all hidden can be shown from the legend', async ({ page }) => {
    const hidden = { id: 'custom.hideFrom', value: { viz: true, legend: false, tooltip: true } };
    const overrides = [{ matcher: { id: 'byType', options: 'number' }, properties: [hidden] }];
    await openPanel(page, panelOf(2, { fieldConfig: { defaults: {}, overrides } }));
    await expect(page.getByRole('status')).toContainText('Choose one in the legend');
    await expect(page.getByRole('button', { name: 'series-1' })).toBeVisible();
  });
});

for (const theme of ['dark', 'light'] as const) {
  test(`axe finds nothing serious, the keyboard reads and its place is seen (${theme})`, async ({ page }) => {
    await openPanel(page, panelOf(2), theme);
    await forecastDone(page);
    expect(await seriousFindings(page)).toEqual([]);
    const plot = page.getByRole('group', { name: /^Forecast chart/ });
    await page.getByRole('button', { name: /^Trust: / }).focus();
    await page.keyboard.press('Tab');
    await expect(plot).toBeFocused();
    await expect(plot).toHaveCSS('outline-style', 'solid');
    await page.keyboard.press('ArrowRight');
    await expect(page.getByText(/^\w{3} \d+ \w{3,4}, \d\d:\d\d UTC$/)).toBeVisible();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await expect(page.getByText(/^\w{3} \d+ \w{3,4}, \d\d:\d\d UTC$/)).toHaveCount(0);
  });
}

test('300 × 200 is still a chart with its answer', async ({ page }) => {
  const fieldConfig = { defaults: { color: { mode: 'fixed', fixedColor: 'blue' } }, overrides: [] };
  await openPanel(page, panelOf(1, { width: 300, height: 200, fieldConfig }));
  const chart = await forecastDone(page);
  const box = (await chart.boundingBox())!;
  expect(box.width).toBeLessThanOrEqual(300);
  expect(box.height).toBeGreaterThan(110);
  const answer = page.getByText(/^Predicted until/);
  expect((await answer.boundingBox())?.width).toBeGreaterThan(100);
  expect(await sidewaysScroll(page)).toBe(0);
  expect((await painted(chart, 0.25, 0.85)).lineColumns).toBeGreaterThan(0);
});
