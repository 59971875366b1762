import { defineConfig } from '@playwright/test';

const grafanaUrl = process.env['GRAFANA_URL'];
/** The real Grafana needs nothing that the setup of the preview host starts. */
const isGrafanaOnly = process.argv.some((argument) => /^(--project=)?grafana$/.test(argument));

export default defineConfig({
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  outputDir: 'test-results',
  reporter: [['list'], ['json', { outputFile: 'build/reports/playwright.json' }]],
  ...(isGrafanaOnly ? {} : { globalSetup: './tests/browser/global-setup.ts' }),
  use: {
    viewport: { width: 1280, height: 900 },
    timezoneId: 'UTC',
    locale: 'en-GB',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    { name: 'preview', testDir: 'tests/browser' },
    ...(grafanaUrl === undefined
      ? []
      : [{ name: 'grafana', testDir: 'tests/e2e', timeout: 180_000, use: { baseURL: grafanaUrl } }]),
  ],
});
