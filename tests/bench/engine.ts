/**
 * Shows how quick and how large the packaged engine is: start, idle memory, warm queries, a hundred pods cold, and with
 * GRAFANA_URL queries through Grafana. It measures and judges nothing: figures depend on the machine and its load.
 *
 * Usage: make bench, or node tests/bench/engine.ts after npm run build:engine
 */
import { readFileSync, statSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY, HOUR, MINUTE } from '../../pkg/sample/series.ts';
import { grafanaSource } from '../parity/grafana.ts';
import { type EnginePlugin, type PluginQuery, type PluginSource, startEnginePlugin } from '../support/engine-plugin.ts';
import { packagedEngine } from '../support/engine-process.ts';
import { startPodPrometheus } from '../support/pod-prometheus.ts';

const STARTS = 7;
const SETTLE_MS = 3_000;
const WARM_UP = 50;
const WARM_QUERIES = 500;
const COLD_RUNS = 5;
const PODS = 100;
const MEGABYTE = 1 << 20;

const toMs = Math.floor(Date.now() / MINUTE) * MINUTE;
const range = { fromMs: toMs - 7 * DAY, toMs };
/** 132 hours of history and 168 of forecast: 300 points. */
const range300 = { fromMs: Math.floor(toMs / HOUR) * HOUR - 132 * HOUR, toMs };
const cpuOfPods = 'sum by (namespace, pod) (rate(container_cpu_usage_seconds_total[5m]))';
const cpuOfOnePod = 'sum by (namespace, pod) (rate(container_cpu_usage_seconds_total{pod="pod-0"}[5m]))';
const forecastOfOne: PluginQuery = { refId: 'A', queryType: 'forecast', expr: cpuOfOnePod };
const breachOfOne: PluginQuery = { refId: 'A', queryType: 'breach', expr: cpuOfOnePod, capacity: '4' };
const forecastOfAll: PluginQuery = { refId: 'A', queryType: 'forecast', expr: cpuOfPods };

const program = packagedEngine();
if (program === undefined) {
  console.error('There is no packaged engine that is newer than its sources. Run: npm run build:engine');
  process.exit(1);
}

interface Sample {
  readonly title: string;
  readonly unit: string;
  readonly target: string;
  readonly values: readonly number[];
}

const rows: string[][] = [['WHAT', 'MEDIAN', 'P95', 'MIN', 'MAX', 'RUNS', 'TARGET']];

function report({ title, unit, target, values }: Sample): void {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  const figures = [at(0.5), at(0.95), sorted[0] ?? NaN, sorted.at(-1) ?? NaN].map(
    (value) => `${value.toFixed(1)} ${unit}`
  );
  rows.push([title, ...figures, String(values.length), target]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** Runs one query and fails when it is not answered, so that no refusal is taken for a quick answer. */
async function ask(plugin: EnginePlugin, source: PluginSource, query: PluginQuery, series: number, at = range) {
  const { A } = await plugin.query(source, at, [query]);
  if (A === undefined || A.error !== '' || (query['queryType'] === 'forecast' && A.frames.length !== series)) {
    throw new Error(`The engine answers "${A?.error}" with ${A?.frames.length} frames.`);
  }
  return A;
}

function residentMegabytes({ pid }: EnginePlugin): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

async function withPlugin<T>(work: (plugin: EnginePlugin) => Promise<T>): Promise<T> {
  const plugin = await startEnginePlugin(program);
  try {
    return await work(plugin);
  } finally {
    await plugin.stop();
  }
}

async function benchStart(source: PluginSource): Promise<void> {
  const served: number[] = [];
  const healthy: number[] = [];
  const idle: number[] = [];
  for (let run = 0; run < STARTS; run++) {
    const startedMs = performance.now();
    await withPlugin(async (plugin) => {
      await plugin.ping();
      served.push(performance.now() - startedMs);
      const { ok, message } = await plugin.checkHealth(source);
      healthy.push(performance.now() - startedMs);
      if (!ok) {
        throw new Error(message);
      }
      await sleep(SETTLE_MS);
      idle.push(residentMegabytes(plugin));
    });
  }
  report({ title: 'process start to first answered ping', unit: 'ms', target: '', values: served });
  report({ title: 'process start to first health OK', unit: 'ms', target: '< 1000 ms', values: healthy });
  report({ title: 'resident memory, idle', unit: 'MB', target: '< 120 MB', values: idle });
}

async function benchWarm(source: PluginSource): Promise<void> {
  await withPlugin(async (plugin) => {
    const points = (await ask(plugin, source, forecastOfOne, 1, range300)).frames[0]?.fields[0]?.values.length;
    const cases = [
      { title: `forecast of ${points} points, warm`, query: forecastOfOne },
      { title: 'breach as an alert rule asks, warm', query: breachOfOne },
    ];
    for (const { title, query } of cases) {
      const once = () => ask(plugin, source, query, 1, range300);
      for (let run = 0; run < WARM_UP; run++) {
        await once();
      }
      const values: number[] = [];
      for (let run = 0; run < WARM_QUERIES; run++) {
        values.push(await timed(once));
      }
      report({ title, unit: 'ms', target: 'P95 < 20 ms', values });
    }
    report({ title: 'resident memory, after these', unit: 'MB', target: '', values: [residentMegabytes(plugin)] });
  });
}

async function benchPods(source: PluginSource): Promise<void> {
  const cold: number[] = [];
  const memory: number[] = [];
  for (let run = 0; run < COLD_RUNS; run++) {
    await withPlugin(async (plugin) => {
      await plugin.ping();
      cold.push(await timed(() => ask(plugin, source, forecastOfAll, PODS)));
      memory.push(residentMegabytes(plugin));
    });
  }
  report({ title: `${PODS} pods of 720 points, cold`, unit: 'ms', target: '< 5000 ms', values: cold });
  report({ title: 'resident memory, after these', unit: 'MB', target: '', values: memory });
}

async function benchGrafana(url: string): Promise<void> {
  const grafana = await grafanaSource(url);
  if (grafana === undefined) {
    console.log('No GRAFANA_URL is given: queries through Grafana are not measured.');
    return;
  }
  try {
    const once = () => grafana.query(forecastOfOne, range300);
    for (let run = 0; run < WARM_UP; run++) {
      await once();
    }
    const values: number[] = [];
    for (let run = 0; run < WARM_QUERIES; run++) {
      values.push(await timed(once));
    }
    report({ title: 'forecast of 300 points through Grafana, warm', unit: 'ms', target: '', values });
  } finally {
    await grafana.remove();
  }
}

function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()
    )
    .join('\n');
}

console.log(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`);
const prometheus = await startPodPrometheus(PODS, toMs);
try {
  const source = { uid: 'bench', url: prometheus.url };
  await benchStart(source);
  await benchWarm(source);
  await benchPods(source);
  await benchGrafana(prometheus.url);
} finally {
  await prometheus.stop();
}
const { size } = statSync(program.file);
console.log(`Executable: ${(size / MEGABYTE).toFixed(0)} MB. Times are of the round trip over the plugin protocol.\n`);
console.log(table(rows));
