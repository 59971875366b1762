import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Incident } from '../../../sample/incidents/incident.ts';
import type { Enlargement } from '../../../sample/cluster/claim.ts';
import { sampleCluster, type SampleCluster } from '../../../sample/sample-cluster.ts';
import { DAY, MINUTE } from '../../../sample/series.ts';
import { findExecutable } from './executables.ts';
import { startExporter } from './exporter.ts';
import { BULK_LAG, historyWindows, seamWindow } from './history-files.ts';
import { loadHistory, type HistoryLoad } from './load-history.ts';
import type { Log } from './log.ts';
import { freePort } from './ports.ts';
import { startPrometheus } from './prometheus-server.ts';

/** What sample Prometheus to start. */
export interface SamplePrometheusOptions {
  /** A folder for its data; what an earlier start left there is replaced. */
  readonly dir: string;
  /** Ports on the loopback interface; 0 takes a free one. */
  readonly prometheusPort: number;
  readonly exporterPort: number;
  readonly seed: number;
  /** Days of history; default 30, which is just below four million samples. */
  readonly days?: number;
  readonly scrapeIntervalSeconds?: number;
  readonly retentionDays?: number;
  /** Programs to use instead of those in PATH. */
  readonly prometheus?: string;
  readonly promtool?: string;
  readonly log: Log;
}

/** A Prometheus with history that goes on live. */
export interface SamplePrometheus {
  readonly url: string;
  readonly exporterUrl: string;
  /** Unix milliseconds that breaches are planned for. */
  readonly anchorMs: number;
  /** Samples of history. */
  readonly samples: number;
  /** Process id of Prometheus. */
  readonly pid: number | undefined;
  /** Settles when Prometheus has ended for whatever reason, with a sentence on how. */
  readonly ended: Promise<string>;
  /** Stops exporter and Prometheus; the data stays until the next start. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

async function fillHistory(cluster: SampleCluster, days: number, load: HistoryLoad, log: Log): Promise<number> {
  const startedMs = Date.now();
  const { anchorMs } = cluster;
  const bulkUntil = anchorMs - BULK_LAG;
  log(`Writing ${days} days of history into Prometheus' data folder; this takes up to a minute.`);
  const bulk = await loadHistory(cluster, historyWindows(anchorMs - days * DAY, bulkUntil), load);
  const seam = await loadHistory(cluster, [seamWindow(bulkUntil, Date.now())], load);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  log(`Loaded ${(bulk + seam).toLocaleString('en')} samples in ${seconds} s.`);
  return bulk + seam;
}

/**
 * Starts a real Prometheus on `days` of the sample cluster's history, and an exporter that it scrapes from there on.
 * The anchor is the minute of the call. Throws `not_configured` when Prometheus is not installed, `conflict` when a
 * port is taken.
 */
export async function startSamplePrometheus(options: SamplePrometheusOptions): Promise<SamplePrometheus> {
  const { dir, seed, log, days = 30 } = options;
  const executable = await findExecutable('prometheus', options.prometheus);
  const promtool = await findExecutable('promtool', options.promtool);
  await freePort(HOST, options.prometheusPort); // better refused now than after the history is written
  const dataDir = join(dir, 'prometheus');
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });

  const enlargements: Enlargement[] = [];
  const anchorMs = Math.floor(Date.now() / MINUTE) * MINUTE;
  const injected: Incident[] = [];
  const cluster = sampleCluster({ seed, anchorMs, enlargements, injected });
  const enlarge = (one: Enlargement): Promise<void> => {
    enlargements.push(one);
    return Promise.resolve();
  };
  const strike = (incidents: readonly Incident[]): Promise<void> => {
    injected.splice(0, injected.length, ...incidents);
    return Promise.resolve();
  };
  const exporter = await startExporter({ cluster, host: HOST, port: options.exporterPort, enlarge, injected, strike });
  try {
    const samples = await fillHistory(cluster, days, { promtool, scratchDir: join(dir, 'history'), dataDir }, log);
    const server = await startPrometheus({
      executable,
      dir,
      dataDir,
      // A port that was free a minute ago may be somebody else's by now.
      port: await freePort(HOST, options.prometheusPort),
      target: `${HOST}:${exporter.port}`,
      scrapeIntervalSeconds: options.scrapeIntervalSeconds ?? 15,
      retentionDays: options.retentionDays ?? 60,
    });
    log(`Prometheus with the sample cluster answers at ${server.url}.`);
    return {
      url: server.url,
      exporterUrl: `http://${HOST}:${exporter.port}`,
      anchorMs,
      samples,
      pid: server.pid,
      ended: server.ended,
      stop: async () => {
        await server.stop();
        await exporter.stop();
      },
    };
  } catch (error) {
    await exporter.stop();
    throw error;
  }
}
