import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test as base } from '@playwright/test';

interface Fixtures {
  /** Messages of the console that a test provokes; any other error fails it. */
  readonly expectedErrors: readonly RegExp[];
  readonly consoleGuard: undefined;
}

/** A test that fails on any error in the console or any uncaught exception. */
export const test = base.extend<Fixtures>({
  expectedErrors: [[], { option: true }],
  consoleGuard: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      page.on('console', (message) => {
        // A resource that failed to load is named by the place only.
        const told = `${message.text()} ${message.location().url}`;
        if (message.type() === 'error' && !expectedErrors.some((expected) => expected.test(told))) {
          errors.push(told);
        }
      });
      page.on('pageerror', ({ message }) => errors.push(message));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

/** The editor of a new forecast under the address of a host, with parameters. */
export async function openForecasts(page: Page, host: string, params: Record<string, string> = {}): Promise<void> {
  await page.goto(`${host}/a/headroom-capacity-app/forecasts/new?${new URLSearchParams(params).toString()}`);
  await expect(page.getByRole('heading', { level: 1, name: 'New forecast' })).toBeVisible();
}

/** The drawn chart, once there is one. */
export function chartOf(page: Page) {
  return page.getByRole('img', { name: /^Forecast of / });
}

/** What axe finds that keeps people out. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** How far the content is wider than the window. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
