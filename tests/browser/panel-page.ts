import { expect, type Locator, type Page } from '@playwright/test';
import type { PreviewPanel } from '../preview-host/panel.tsx';
import { wideFrames } from '../support/wide-answer.ts';
import { urls } from './urls.ts';

const HOUR = 3_600_000;
/** 24 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 24, 10);

declare global {
  interface Window {
    showPanel: (next: Partial<PreviewPanel>) => void;
    /** Jobs that the page has given to workers. */
    jobs: number;
  }
}

/** Series of the last 25 hours, and the room of half a dashboard. */
export function panelOf(series: number, more: Partial<PreviewPanel> = {}): PreviewPanel {
  const frames = wideFrames(series, 300, NOW);
  return { frames, from: NOW - 25 * HOUR, to: NOW, width: 900, height: 420, ...more };
}

/** Opens the Forecast panel alone in a page of the preview host, and counts what is asked of workers. */
export async function openPanel(page: Page, given: PreviewPanel, theme: 'dark' | 'light' = 'dark'): Promise<void> {
  await page.addInitScript((panel) => {
    window.previewPanel = panel;
    window.jobs = 0;
    window.Worker = class extends Worker {
      override postMessage(message: unknown): void {
        window.jobs++;
        super.postMessage(message);
      }
    };
  }, given);
  await page.goto(`${urls().host}/p/headroom-forecast-panel?theme=${theme}`);
  await expect(page.getByRole('main')).toBeVisible();
}

/** Changes what the panel is given, as a refresh of its dashboard does. */
export function showPanel(page: Page, next: Partial<PreviewPanel>): Promise<void> {
  return page.evaluate((given) => window.showPanel(given), next);
}

/** Waits until every series has its forecast. */
export async function forecastDone(page: Page): Promise<Locator> {
  const chart = page.getByRole('img', { name: /^Forecast of .*Predicted / });
  await expect(chart).toBeVisible();
  await expect(page.getByLabel('Forecasting in the browser', { exact: true })).toHaveCount(0);
  return chart;
}

/** Drags out a stretch of the chart, as fractions of its width. */
export async function drag(page: Page, chart: Locator, from: number, to: number): Promise<void> {
  const box = await chart.boundingBox();
  if (box === null) {
    throw new Error('The chart has no place.');
  }
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + from * box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + to * box.width, y, { steps: 8 });
  await page.mouse.up();
}
