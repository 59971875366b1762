import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSamplePrometheus } from '../../pkg/backend/cli/sample/start-sample-prometheus.ts';
import type { ForecastFrameMeta } from '../../pkg/contract/frame-meta.ts';
import { forecastQuerySchema } from '../../pkg/contract/query.ts';
import { type DashboardQuery, dashboardQuery } from '../parity/dashboard-queries.ts';
import { type GrafanaSource, grafanaSource } from '../parity/grafana.ts';
import {
  breachNumbers,
  differences,
  forecastNumbers,
  frameNumbers,
  type Numbers,
  tableNumbers,
} from '../parity/numbers.ts';
import { type EnginePlugin, type Range, startEnginePlugin } from '../support/engine-plugin.ts';
import { type EngineService, startEngineService } from '../support/engine-service.ts';
import { forecastCommand } from '../support/forecast-command.ts';
import { startNodeExporter } from '../support/node-exporter.ts';
import { startScrapingPrometheus } from '../support/prometheus-server.ts';

const SECOND = 1_000;
const DAY = 86_400_000;
const MODELS = forecastQuerySchema.shape.model.unwrap().options;
/** What the dashboard shows of a node, by the titles of its panels. */
const NODE_PANELS = ['Node CPU', 'Node memory', 'Node root file system', 'Node network'];
const DISK_WRITES = {
  queryType: 'forecast',
  expr: 'sum by (instance) (rate(node_disk_written_bytes_total[5m]))',
  lowerBound: 0,
};

/** The fields that a query of the command line has, by the names of its options. */
const OPTIONS: Readonly<Record<string, string>> = {
  expr: 'expr',
  capacity: 'capacity',
  within: 'within',
  horizon: 'horizon',
  step: 'step',
  trainingWindow: 'window',
  lowerBound: 'lower',
  upperBound: 'upper',
  model: 'model',
  timeZone: 'timezone',
  exclusions: 'exclude',
  events: 'event',
};

/** One Prometheus and every door that leads to forecasts of it: three processes that share nothing. */
interface Doors {
  readonly url: string;
  readonly plugin: EnginePlugin;
  readonly service: EngineService;
  readonly grafana: GrafanaSource | undefined;
}

async function openDoors(url: string): Promise<Doors> {
  const [plugin, service, grafana] = await Promise.all([
    startEnginePlugin(),
    startEngineService(url),
    grafanaSource(url),
  ]);
  return { url, plugin, service, grafana };
}

async function closeDoors({ plugin, service, grafana }: Doors): Promise<void> {
  await Promise.all([plugin.stop(), service.stop(), grafana?.remove()]);
}

async function byPlugin({ url, plugin }: Doors, query: DashboardQuery, range: Range) {
  const { A } = await plugin.query({ uid: 'parity', url }, range, [{ ...query, refId: 'A' }]);
  expect(A?.error).toBe('');
  return A?.frames ?? [];
}

function byCommand({ url }: Doors, query: DashboardQuery, { fromMs, toMs }: Range) {
  const given = Object.entries(query).filter(([field]) => OPTIONS[field] !== undefined);
  return forecastCommand({
    url,
    at: String(toMs / SECOND),
    range: `${toMs - fromMs}ms`,
    ...Object.fromEntries(given.map(([field, value]) => [OPTIONS[field] ?? field, String(value)])),
  });
}

/** Asks all doors and expects the same float64 everywhere; gives the numbers. */
async function expectSameForecast(doors: Doors, query: DashboardQuery, range: Range): Promise<Numbers> {
  const [frames, command, rest, inGrafana] = await Promise.all([
    byPlugin(doors, query, range),
    byCommand(doors, query, range),
    doors.service.forecast(query, range),
    doors.grafana?.query(query, range),
  ]);
  const numbers = frameNumbers(frames);
  expect(differences(numbers, forecastNumbers(command.forecast))).toEqual([]);
  expect(differences(numbers, forecastNumbers(rest))).toEqual([]);
  if (inGrafana !== undefined) {
    expect(differences(numbers, frameNumbers(inGrafana))).toEqual([]);
  }
  return numbers;
}

/** How many predicted and actual numbers there are, nulls left out. */
function known(numbers: Numbers, part: 'predicted' | 'actual' | 'lower80'): number {
  return [...numbers].filter(([name, value]) => name.includes(` ${part} `) && value !== null).length;
}

/** The lowest number of any forecast, bands included. */
function lowest(numbers: Numbers): number {
  const isForecast = (name: string) => / (predicted|lower|upper)\d* /.test(name);
  return Math.min(...[...numbers].flatMap(([name, value]) => (isForecast(name) && value !== null ? [value] : [])));
}

describe('a Prometheus that scrapes real node exporters', () => {
  const NODES = 2;
  const HISTORY_SECONDS = 45;
  const grid = { step: '1s', horizon: '1m', trainingWindow: '1m' };
  const cleanUps: (() => Promise<void>)[] = [];
  let doors: Doors;
  let range: Range;

  beforeAll(async () => {
    const exporters = await Promise.all(Array.from({ length: NODES }, () => startNodeExporter()));
    cleanUps.push(...exporters.map((exporter) => () => exporter.stop()));
    const server = await startScrapingPrometheus([{ name: 'node', targets: exporters.map(({ target }) => target) }]);
    cleanUps.unshift(() => server.stop());
    doors = await openDoors(server.url);
    await sleep(HISTORY_SECONDS * SECOND);
    // What was scraped three seconds ago has arrived, so that every door finds the same samples.
    const toMs = Math.floor(Date.now() / SECOND - 3) * SECOND;
    range = { fromMs: toMs - 30 * SECOND, toMs };
  });

  afterAll(async () => {
    await closeDoors(doors);
    for (const cleanUp of cleanUps) {
      await cleanUp();
    }
  });

  it.each([...NODE_PANELS, 'disk writes'])('gives the same numbers by every door: %s', async (title) => {
    const query = title === 'disk writes' ? DISK_WRITES : dashboardQuery(title, { node: '.*' });
    const numbers = await expectSameForecast(doors, { ...query, ...grid }, range);
    expect(known(numbers, 'predicted')).toBe(NODES * 60);
    expect(known(numbers, 'lower80')).toBe(NODES * 60);
    expect(known(numbers, 'actual')).toBeGreaterThan(NODES * 20);
  });
});

describe('the sample cluster', () => {
  const NODES = 3;
  let directory: string;
  let stopSample: () => Promise<void>;
  let doors: Doors;
  let range: Range;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'headroom-parity-'));
    const sample = await startSamplePrometheus({
      dir: directory,
      prometheusPort: 0,
      exporterPort: 0,
      seed: 42,
      days: 10,
      log: () => undefined,
    });
    stopSample = () => sample.stop();
    doors = await openDoors(sample.url);
    range = { fromMs: sample.anchorMs - 7 * DAY, toMs: sample.anchorMs };
  });

  afterAll(async () => {
    await closeDoors(doors);
    await stopSample();
    await rm(directory, { recursive: true });
  });

  it.each([...NODE_PANELS, 'disk writes'])('gives the same numbers by every door: %s', async (title) => {
    const query = title === 'disk writes' ? DISK_WRITES : dashboardQuery(title, { node: '.*' });
    const numbers = await expectSameForecast(doors, query, range);
    expect(known(numbers, 'predicted')).toBe(NODES * 168);
    expect(known(numbers, 'lower80')).toBe(NODES * 168);
    expect(known(numbers, 'actual')).toBeGreaterThan(NODES * 160);
  });

  it.each(MODELS)('gives the same numbers by every door: the model %s', async (model) => {
    const query = { ...dashboardQuery('Node CPU', { node: '.*' }), model };
    expect(known(await expectSameForecast(doors, query, range), 'predicted')).toBe(NODES * 168);
  });

  it('keeps above zero by every door what never was negative', async () => {
    const above = `clamp_min(${DISK_WRITES.expr} - avg_over_time((${DISK_WRITES.expr})[1d:1h]), 0)`;
    const unbounded = { queryType: 'forecast', expr: above };
    const numbers = await expectSameForecast(doors, unbounded, range);
    expect(differences(numbers, await expectSameForecast(doors, { ...unbounded, lowerBound: 0 }, range))).toEqual([]);
    const allowed = await expectSameForecast(doors, { ...unbounded, lowerBound: -1e12 }, range);
    expect(known(numbers, 'lower80')).toBe(NODES * 168);
    expect([lowest(numbers), Math.sign(lowest(allowed))]).toEqual([0, -1]);
  });

  it('gives the same numbers by every door: time zone, exclusions and events', async () => {
    const plain = dashboardQuery('Node CPU', { node: '.*' });
    const dayOf = (days: number) => new Date(range.toMs + days * DAY).toISOString().slice(0, 10);
    const calendar = {
      timeZone: 'Europe/Berlin',
      exclusions: `${dayOf(-5)}T08:00Z/${dayOf(-5)}T20:00Z, ${dayOf(-3)}`,
      events: `sale=${dayOf(-2)}, sale=${dayOf(2)}`,
    };
    const numbers = await expectSameForecast(doors, { ...plain, ...calendar }, range);
    expect(known(numbers, 'predicted')).toBe(NODES * 168);
    for (const [field, text] of Object.entries(calendar).slice(1)) {
      const withOne = await expectSameForecast(doors, { ...plain, [field]: text }, range);
      expect(differences(withOne, await expectSameForecast(doors, plain, range)).length).toBeGreaterThan(NODES * 100);
    }
  });

  it('gives the same numbers by every door: capacity of a volume', async () => {
    const query = dashboardQuery('Volume $volume', { volume: 'postgres-data' });
    const numbers = await expectSameForecast(doors, query, range);
    expect([...numbers].find(([name]) => name.endsWith(' capacity'))?.[1]).toBeGreaterThan(1e9);
  });

  it('tells in the frames of a forecast what a breach query with the whole horizon as its window answers', async () => {
    const table = dashboardQuery('When volumes are likely to be full');
    const query = { ...table, queryType: 'forecast', within: undefined, format: undefined, measure: undefined };
    const [frames, breach, inGrafana] = await Promise.all([
      byPlugin(doors, query, range),
      doors.service.breach({ ...table, within: table['horizon'] ?? '7d' }, range),
      doors.grafana?.query(query, range) ?? [],
    ]);
    const asked = breach.series.filter(({ state }) => state !== undefined);
    expect(asked.map(({ state }) => state)).toContain('likely');
    for (const frame of [...frames, ...inGrafana]) {
      const { headroom } = frame.meta['custom'] as { headroom: ForecastFrameMeta };
      const one = asked.find(({ name }) => name === frame.name);
      expect(headroom.capacity, frame.name).toBe(one?.capacity);
      expect(headroom.breach, frame.name).toEqual(
        one && {
          direction: 'up',
          current: one.current,
          state: one.state,
          probability: one.probability,
          earliestMs: one.earliestMs,
          medianMs: one.medianMs,
          latestMs: one.latestMs,
          cumulative: one.cumulative?.values,
        }
      );
    }
  });

  it('gives the same numbers by every door: breach of every volume', async () => {
    const query = dashboardQuery('When volumes are likely to be full');
    const [[frame], command, rest, inGrafana] = await Promise.all([
      byPlugin(doors, query, range),
      byCommand(doors, query, range),
      doors.service.breach(query, range),
      doors.grafana?.query(query, range),
    ]);
    if (frame === undefined || command.breach === undefined) {
      expect.fail('A door gave no breach answer.');
    }
    const labels = new Map(rest.series.map((series) => [series.name, series.labels]));
    const numbers = tableNumbers(frame, (name) => labels.get(name) ?? {});
    expect(numbers.size).toBe(5 * rest.series.length);
    expect([...numbers].filter(([name, value]) => name.endsWith(' probability') && (value ?? 0) > 0.5)).not.toEqual([]);
    expect(differences(numbers, breachNumbers(command.breach))).toEqual([]);
    expect(differences(numbers, breachNumbers(rest))).toEqual([]);
    for (const same of inGrafana ?? []) {
      expect(
        differences(
          numbers,
          tableNumbers(same, (name) => labels.get(name) ?? {})
        )
      ).toEqual([]);
    }
  });
});
