import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { freePort } from './free-port.ts';

const run = promisify(execFile);
/** Where the programs are, when they are not on the path. */
const PROMETHEUS = process.env['PROMETHEUS_BIN'] ?? 'prometheus';
export const PROMTOOL = process.env['PROMTOOL_BIN'] ?? 'promtool';
const READY_WITHIN_MS = 60_000;

/** A Prometheus of its own, on a random port of the loopback interface. */
export interface PrometheusServer {
  readonly url: string;
  /** Ends the process and removes its data. */
  stop(): Promise<void>;
}

/** A job of a scrape configuration. */
export interface ScrapeJob {
  readonly name: string;
  /** Host and port of each target. */
  readonly targets: readonly string[];
}

/** Starts a real Prometheus that holds the samples of an OpenMetrics text and scrapes nothing. */
export async function startPrometheus(openMetrics: string): Promise<PrometheusServer> {
  return startFilledPrometheus(async (data) => {
    const samples = `${data}.om`;
    await writeFile(samples, openMetrics);
    await run(PROMTOOL, ['tsdb', 'create-blocks-from', 'openmetrics', '-q', samples, data]);
    await rm(samples);
  });
}

/** Starts a real Prometheus on the data folder that `fill` has written blocks into; it scrapes nothing. */
export async function startFilledPrometheus(fill: (data: string) => Promise<void>): Promise<PrometheusServer> {
  const directory = await mkdtemp(join(tmpdir(), 'headroom-prometheus-'));
  try {
    await fill(join(directory, 'data'));
  } catch (thrown) {
    await rm(directory, { recursive: true, force: true });
    throw thrown;
  }
  return start(directory, 'global:\n  scrape_interval: 15s\n');
}

/** Starts a real, empty Prometheus that scrapes every second. */
export async function startScrapingPrometheus(jobs: readonly ScrapeJob[]): Promise<PrometheusServer> {
  const directory = await mkdtemp(join(tmpdir(), 'headroom-prometheus-'));
  const scrape_configs = jobs.map(({ name, targets }) => ({ job_name: name, static_configs: [{ targets }] }));
  return start(directory, stringify({ global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs }));
}

async function start(directory: string, configuration: string): Promise<PrometheusServer> {
  await writeFile(join(directory, 'prometheus.yml'), configuration);
  const port = await freePort();
  const child = spawn(
    PROMETHEUS,
    [
      `--config.file=${join(directory, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: 'ignore' }
  );
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { url, stop };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  while (Date.now() < giveUpMs && child.exitCode === null) {
    const response = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (response?.ok === true) {
      return;
    }
    await sleep(50);
  }
  throw new Error(`Prometheus did not get ready (exit code ${child.exitCode}).`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
