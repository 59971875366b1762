/** The panels in each of their states, on a dashboard that is removed afterwards. */
import type { Browser, Page } from '@playwright/test';
import { deleteBoard, panelOf, writeBoard } from '../../tests/e2e/boards.ts';
import { type Shot, takeShot } from './shot.ts';

const BOARD = 'headroom-panel-pictures';
const HEIGHTS = { 1280: 480, 800: 480 };
const HEADROOM = { type: 'headroom-capacity-datasource', uid: 'headroom' };
const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };
const VOLUME = {
  refId: 'A',
  datasource: HEADROOM,
  queryType: 'forecast',
  expr: 'max by (persistentvolumeclaim) (kubelet_volume_stats_used_bytes{persistentvolumeclaim="postgres-data"})',
  capacity: 'max by (persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes)',
  horizon: '7d',
};
const NODES = 'sum by (instance) (rate(node_cpu_seconds_total{mode!="idle"}[5m]))';
const WORKLOADS = 'sum by (container) (rate(container_cpu_usage_seconds_total{container=~"checkout|ledger"}[5m]))';
const judged = (expr: string) => ({ refId: 'A', datasource: HEADROOM, queryType: 'anomaly', expr });
const plain = (expr: string) => ({ refId: 'A', datasource: PROMETHEUS, expr, range: true });
const FORECAST = 'headroom-forecast-panel';
const ANOMALY = 'headroom-anomaly-panel';
const DRAWING_MS = 60_000;

interface PanelState {
  readonly name: string;
  readonly type: string;
  readonly unit?: string;
  readonly target: object;
  readonly script?: Shot['script'];
  /** What is there once the panel shows its state; a drawn chart unless told otherwise. */
  readonly text?: RegExp;
}

const stalled = (page: Page) => page.route('**/api/ds/query*', () => undefined);
const without = (page: Page) =>
  page.route('**/api/ds/query*', (route) => route.fulfill({ status: 502, json: { message: 'plugin unavailable' } }));

/** The states in pictures; where the engine is away, a panel shows why and data of other sources goes on. */
const STATES: readonly PanelState[] = [
  { name: 'forecast', type: FORECAST, unit: 'bytes', target: VOLUME },
  { name: 'forecast-in-browser', type: FORECAST, target: plain(NODES) },
  { name: 'forecast-loading', type: FORECAST, target: VOLUME, script: stalled, text: /./ },
  { name: 'forecast-empty', type: FORECAST, target: plain('no_such_metric'), text: /No data|no series/i },
  { name: 'forecast-error', type: FORECAST, target: { ...VOLUME, expr: 'sum(' }, text: /parse|No data/i },
  { name: 'forecast-engine-down', type: FORECAST, target: VOLUME, script: without, text: /does not answer/ },
  { name: 'anomaly', type: ANOMALY, target: judged(WORKLOADS) },
  { name: 'anomaly-in-browser', type: ANOMALY, target: plain(WORKLOADS) },
  { name: 'anomaly-loading', type: ANOMALY, target: judged(WORKLOADS), script: stalled, text: /./ },
  { name: 'anomaly-empty', type: ANOMALY, target: plain('no_such_metric'), text: /No data|no series/i },
  { name: 'anomaly-engine-down', type: ANOMALY, target: judged(WORKLOADS), script: without, text: /does not answer/ },
  { name: 'anomaly-error', type: ANOMALY, target: judged('sum('), text: /parse|No data/i },
];

/** Takes those whose name begins with one of the words; all without any. */
export async function takePanels(browser: Browser, baseURL: string, words: readonly string[]): Promise<void> {
  const wanted = (index: number) => words.length === 0 || words.some((word) => shotOf(index).name.startsWith(word));
  const indices = [...STATES.keys()].filter(wanted);
  if (indices.length === 0) {
    return;
  }
  const context = await browser.newContext({ baseURL, timezoneId: 'UTC', locale: 'en-GB' });
  await context.request.post('/login', { data: { user: 'admin', password: 'admin' } });
  const panels = STATES.map(({ name, type, unit, target }) => ({
    title: name,
    type,
    targets: [target],
    ...(unit === undefined ? {} : { unit }),
  }));
  await writeBoard(context.request, BOARD, panels, {}, { time: { from: 'now-7d', to: 'now+7d' } });
  try {
    for (const theme of ['dark', 'light']) {
      await context.request.put('/api/user/preferences', { data: { theme } });
      for (const index of indices) {
        await takeShot(context, shotOf(index), theme);
      }
    }
  } finally {
    await deleteBoard(context.request, BOARD);
    await context.close();
  }
}

function shotOf(index: number): Shot {
  const { name, script, text } = STATES[index]!;
  return {
    name: `panel-${name}`,
    path: `/d/${BOARD}?viewPanel=panel-${index + 1}&kiosk`,
    heights: HEIGHTS,
    script,
    ready: async (page) => {
      const panel = panelOf(page, name);
      await (text === undefined ? panel.getByRole('img').first() : panel.getByText(text).first()).waitFor({
        timeout: DRAWING_MS,
      });
    },
  };
}
