import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeadroomError } from '#contract/errors.ts';
import { startChild, type Child } from './child-process.ts';

/** How a Prometheus is to run. */
export interface PrometheusOptions {
  readonly executable: string;
  /** Folder for its configuration file. */
  readonly dir: string;
  readonly dataDir: string;
  readonly port: number;
  /** Host and port to scrape. */
  readonly target: string;
  readonly scrapeIntervalSeconds: number;
  readonly retentionDays: number;
}

/** A running Prometheus. */
export interface PrometheusServer {
  readonly url: string;
  readonly pid: number | undefined;
  /** Settles when it has ended for whatever reason, with a sentence on how. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const POLL_MS = 100;
const GRACE_MS = 10_000;

function configuration(options: PrometheusOptions): string {
  return `global:
  scrape_interval: ${options.scrapeIntervalSeconds}s
scrape_configs:
  - job_name: sample-cluster
    honor_labels: true
    static_configs:
      - targets: ['${options.target}']
`;
}

/** Starts Prometheus on the loopback interface and waits until it is ready; throws `internal` with its last words. */
export async function startPrometheus(options: PrometheusOptions): Promise<PrometheusServer> {
  const configFile = join(options.dir, 'prometheus.yml');
  await writeFile(configFile, configuration(options));
  const address = `127.0.0.1:${options.port}`;
  const child = startChild(options.executable, [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${options.dataDir}`,
    `--storage.tsdb.retention.time=${options.retentionDays}d`,
    `--web.listen-address=${address}`,
    '--log.level=warn',
  ]);
  const url = `http://${address}`;
  await untilReady(child, url);
  return { url, pid: child.pid, ended: child.ended, stop: () => child.stop(GRACE_MS) };
}

async function untilReady(child: Child, url: string): Promise<void> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!child.hasEnded() && Date.now() < giveUpAt) {
    if (await answersReady(url)) {
      return;
    }
    await sleep(POLL_MS);
  }
  await child.stop(GRACE_MS);
  throw new HeadroomError('internal', `Prometheus did not become ready: ${child.lastWords() || (await child.ended)}`);
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/-/ready`, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
