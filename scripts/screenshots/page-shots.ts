/** The pages of the app in each of their states, taken in an organisation of their own that is removed afterwards. */
import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { makeOrganisation, type Organisation, type Role } from '../../tests/e2e/organisation.ts';
import { PROMETHEUS } from '../../tests/e2e/stage.ts';
import { type Shot, takeShot } from './shot.ts';

const APP = '/a/headroom-capacity-app';
const TYPE = 'headroom-capacity-datasource';
const SIGNAL = {
  expr: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes)',
  capacity: 'max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes)',
  horizon: '7d',
};
const CPU = {
  expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))',
  capacity: '0.9',
  horizon: '7d',
};
const HEIGHTS = { 1280: 900, 800: 1000 };
const TALL = { 1280: 1100, 800: 1700 };
const TRAINING_MS = 120_000;

type Ready = Shot['ready'];

const sees =
  (text: string | RegExp): Ready =>
  (page) =>
    page.getByText(text).first().waitFor();
const seesRows: Ready = (page) => page.getByRole('row').nth(1).waitFor();
const seesChart: Ready = (page) => page.getByRole('img', { name: /^Forecast of / }).waitFor();
const loads: Ready = (page) => page.getByRole('status', { name: /^Loading/ }).waitFor();

/** Every call of the engine gets this answer; without one it never gets any. */
const engine =
  (answer?: { status: number; json: object }): Shot['script'] =>
  (page: Page) =>
    page.route('**/resources/v1/**', (route) => (answer === undefined ? undefined : route.fulfill(answer)));

const DOWN = engine({ status: 502, json: { message: 'plugin unavailable' } });
const WAITING = engine();
const REFUSED = engine({
  status: 422,
  json: {
    error: {
      code: 'source_too_many_series',
      message: 'The expression gives 61,000 series (limit 500).',
      remedy: 'Narrow the query, or raise the limit in the settings of the data source.',
    },
  },
});
/** The engine is well, and finds no series. */
const EMPTY: Shot['script'] = (page) =>
  page.route(/\/resources\/v1\/(forecast|breach)$/, (route) =>
    route.fulfill({ json: { series: [], notices: [], originMs: 0 } })
  );

/** The engine is well, and nobody has asked for recommendations. */
const NEVER_ADVISED: Shot['script'] = (page) =>
  page.route(/\/resources\/v1\/recommendations$/, (route) =>
    route.fulfill({ json: { madeMs: null, historyMs: 0, recommendations: [], totals: {}, lacking: [] } })
  );

/** The engine is well, and there is nothing that requests resources. */
const NO_WORKLOADS: Shot['script'] = (page) =>
  page.route(/\/resources\/v1\/recommendations$/, (route) => {
    const totals = { changes: 0, savingPerMonth: 0, extraPerMonth: 0, reliability: 0, currency: 'USD' };
    const historyMs = 14 * 86_400_000;
    return route.fulfill({
      json: { madeMs: Date.now(), historyMs, recommendations: [], leastSaving: 1, totals, lacking: [] },
    });
  });

/** The engine is well, and nothing is unusual. */
const NOTHING_UNUSUAL: Shot['script'] = (page) =>
  page.route(/\/resources\/v1\/anomalies$/, (route) =>
    route.fulfill({ json: { originMs: 0, notices: [], series: [] } })
  );

/** The engine is well, and the server that it reads from does not answer. */
const SERVER_DOWN: Shot['script'] = (page) =>
  page.route(/\/resources\/v1\/source\/health$/, (route) =>
    route.fulfill({
      json: {
        ok: false,
        message: `Nothing answers at ${new URL(PROMETHEUS).host}. Check the URL and that the engine's machine can reach it.`,
        details: {},
      },
    })
  );

/** The engine is well, and nobody has chosen what to watch. */
const NOTHING_WATCHED: Shot['script'] = (page) =>
  page.route(/\/resources\/v1\/watched-signals$/, (route) => route.fulfill({ json: { signals: [] } }));

function shot(name: string, path: string, ready: Ready, more: Partial<Shot> = {}): Shot {
  return { name, path: `${APP}/${path}`, heights: HEIGHTS, ready, ...more };
}

const BEFORE_SOURCE: readonly Shot[] = [
  shot('overview-first-run', 'overview', async (page) => {
    await page.getByText('Answers', { exact: true }).waitFor();
    await page.getByText(/^Does not answer/).waitFor();
  }),
  shot('settings-first-run', 'settings', sees('Connect Headroom to a Prometheus server first')),
];
const BEFORE_STORED: readonly Shot[] = [shot('forecasts-empty', 'forecasts', sees('No forecasts are stored yet'))];
const VOLUMES: Ready = async (page) => {
  await page.getByRole('button', { name: 'Volumes' }).click();
  await seesChart(page);
};
const OPENS_STORED: Ready = async (page) => {
  await page.getByRole('link', { name: 'Volumes of the shop' }).click();
  await seesChart(page);
};
const OPENS_ALERT: Ready = async (page) => {
  await OPENS_STORED(page);
  await page.getByRole('button', { name: 'Create alert' }).click();
  await page
    .getByText(/would have fired/i)
    .first()
    .waitFor({ timeout: TRAINING_MS });
};

const AS_ADMIN: readonly Shot[] = [
  shot('overview', 'overview', seesRows),
  shot('overview-loading', 'overview', loads, { script: WAITING }),
  shot('overview-empty', 'overview', sees(/^No volumes or nodes/), { script: EMPTY }),
  shot('overview-error', 'overview', sees(/61,000 series/), { script: REFUSED }),
  shot('overview-engine-down', 'overview', sees('The Headroom engine does not answer.'), { script: DOWN }),
  shot('forecasts', 'forecasts', seesRows),
  shot('forecasts-loading', 'forecasts', loads, { script: WAITING }),
  shot('forecasts-error', 'forecasts', sees(/61,000 series/), { script: REFUSED }),
  shot('stored-forecast', 'forecasts', OPENS_STORED, { heights: TALL }),
  shot('create-alert', 'forecasts', OPENS_ALERT, { heights: TALL }),
  shot('forecasts-engine-down', 'forecasts', sees('The Headroom engine does not answer.'), { script: DOWN }),
  shot('new-forecast-empty', 'forecasts/new', sees('Choose a signal to forecast')),
  shot('new-forecast', 'forecasts/new', VOLUMES, { heights: TALL }),
  shot('new-forecast-loading', 'forecasts/new?expr=up', loads, { script: WAITING }),
  shot('new-forecast-error', 'forecasts/new?expr=sum(up', sees('Correct the PromQL expression.')),
  shot('new-forecast-engine-down', 'forecasts/new?expr=up', sees('The Headroom engine does not answer.'), {
    script: DOWN,
  }),
  shot('new-forecast-refused', 'forecasts/new?why=kind:Loki', sees('Loki queries cannot be forecast.')),
  shot('new-forecast-calendar', 'forecasts/new?expr=node_load1&exclude=yesterday', sees(/^Exclusions: /), {
    heights: TALL,
  }),
  shot('settings', 'settings', sees('Healthy')),
  shot('settings-error', 'settings', sees(/^Nothing answers at/), { script: SERVER_DOWN }),
  shot('settings-loading', 'settings', sees('Testing the connection…'), { script: WAITING }),
  shot('settings-engine-down', 'settings', sees('Not healthy'), { script: DOWN }),
];
const ADVISING_MS = 90_000;
const LOOKS: Ready = async (page) => {
  const look = page.getByRole('button', { name: 'Find recommendations' });
  await look.or(page.getByRole('table')).waitFor();
  if (await look.isVisible()) {
    await look.click();
  }
  await page.getByRole('table').waitFor({ timeout: ADVISING_MS });
};
/** The first of the list, opened. */
const OPENS_SAVING: Ready = async (page) => {
  await page.getByRole('row').nth(1).getByRole('link').click();
  await page.getByRole('dialog').locator('.uplot canvas').first().waitFor();
};
const RECOMMENDATIONS: readonly Shot[] = [
  shot('recommendations-loading', 'recommendations', loads, { script: WAITING }),
  shot('recommendations-first-run', 'recommendations', sees('There are no recommendations yet'), {
    script: NEVER_ADVISED,
  }),
  shot('recommendations-empty', 'recommendations', sees(/^No workloads and no volumes/), { script: NO_WORKLOADS }),
  shot('recommendations-error', 'recommendations', sees(/61,000 series/), { script: REFUSED }),
  shot('recommendations', 'recommendations', LOOKS, { heights: TALL }),
  shot('recommendation', 'recommendations?purpose=saving', OPENS_SAVING, { heights: TALL }),
  shot('recommendations-engine-down', 'recommendations', sees('The Headroom engine does not answer.'), {
    script: DOWN,
  }),
];
const JUDGING_MS = 240_000;
const seesLanes: Ready = (page) => page.getByRole('grid').waitFor({ timeout: JUDGING_MS });
/** The first incident of the list, opened. */
const OPENS_INCIDENT: Ready = async (page) => {
  await page.getByRole('table').getByRole('button').filter({ hasText: '/' }).first().click({ timeout: JUDGING_MS });
  await page.getByRole('dialog').locator('.uplot canvas').first().waitFor();
};
const ANOMALIES: readonly Shot[] = [
  shot('anomalies-first-run', 'anomalies', sees(/^Watch all of these/), { script: NOTHING_WATCHED }),
  shot('anomalies', 'anomalies', async (page) => {
    const watch = page.getByRole('button', { name: 'Watch CPU by workload' });
    await watch.or(page.getByRole('grid')).first().waitFor();
    if (await watch.isVisible()) {
      await watch.click();
    }
    await seesLanes(page);
  }),
  shot('anomalies-empty', 'anomalies', sees('Nothing unusual in this time range'), { script: NOTHING_UNUSUAL }),
  shot('anomaly-drawer', 'anomalies', OPENS_INCIDENT, { heights: TALL }),
  shot('anomalies-error', 'anomalies', sees(/61,000 series/), { script: REFUSED }),
  shot('anomalies-loading', 'anomalies', loads, { script: WAITING }),
  shot('anomalies-engine-down', 'anomalies', sees('The Headroom engine does not answer.'), { script: DOWN }),
  shot('watched-signals', 'anomalies/signals', seesRows),
];
const AS_VIEWER: readonly Shot[] = [
  shot('overview-viewer', 'overview', seesRows),
  shot('forecasts-viewer', 'forecasts', async (page) => {
    await page.getByRole('button', { name: 'Delete Volumes of the shop' }).hover();
    await page.getByRole('tooltip').waitFor();
  }),
  shot('new-forecast-viewer', 'forecasts/new', VOLUMES, { heights: TALL }),
  shot('recommendations-viewer', 'recommendations', seesRows, { heights: TALL }),
];

const THEMES = ['dark', 'light'] as const;

/** Takes those whose name begins with one of the words; all without any. */
export async function takePages(browser: Browser, words: readonly string[]): Promise<void> {
  const organisation = await makeOrganisation(browser);
  const isWanted = ({ name }: Shot) => words.length === 0 || words.some((word) => name.startsWith(word));
  const take = async (role: Role, shots: readonly Shot[]) => {
    for (const theme of THEMES) {
      const context = await organisation.as(role, { theme });
      for (const one of shots.filter(isWanted)) {
        await takeShot(context, one, theme);
      }
    }
  };
  try {
    await take('Admin', BEFORE_SOURCE);
    const store = await connect(organisation);
    await take('Admin', BEFORE_STORED);
    await store();
    await take('Admin', RECOMMENDATIONS);
    await take('Admin', ANOMALIES);
    await take('Admin', AS_ADMIN);
    await take('Viewer', AS_VIEWER);
  } finally {
    await organisation.remove();
  }
}

/** Adds the data source. @returns what stores forecasts in it and waits until they are trained */
async function connect(organisation: Organisation): Promise<() => Promise<void>> {
  const { request } = await organisation.as('Admin');
  const source = { name: 'Headroom', type: TYPE, access: 'proxy', url: PROMETHEUS, jsonData: { sourceKind: 'direct' } };
  const created = await request.post('/api/datasources', { data: source });
  const { datasource } = (await created.json()) as { datasource: { uid: string } };
  const url = `/api/datasources/uid/${datasource.uid}/resources/v1/forecasts`;
  return async () => {
    await request.post(url, { data: { name: 'Volumes of the shop', unit: 'bytes', query: SIGNAL } });
    await request.post(url, { data: { name: 'CPU of the nodes', unit: 'percentunit', query: CPU } });
    await untilTrained(request, url);
  };
}

async function untilTrained(request: APIRequestContext, url: string): Promise<void> {
  const deadline = Date.now() + TRAINING_MS;
  while (Date.now() < deadline) {
    const { forecasts } = (await (await request.get(url)).json()) as { forecasts: Array<{ state: string }> };
    if (forecasts.every(({ state }) => state === 'ready')) {
      return;
    }
    await new Promise((wake) => setTimeout(wake, 1_000));
  }
  throw new Error('The stored forecasts were not trained in time.');
}
