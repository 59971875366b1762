import { access, chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadroomError } from '#contract/errors.ts';
import type { Enlargement } from '../../../sample/cluster/claim.ts';
import type { Incident } from '../../../sample/incidents/incident.ts';
import { sampleCluster, type SampleCluster } from '../../../sample/sample-cluster.ts';
import { DAY, MINUTE, SECOND } from '../../../sample/series.ts';
import { loadState, saveState, type ClusterState } from './cluster-state.ts';
import { startExporter, type Exporter } from './exporter.ts';
import { BULK_LAG, historyWindows, writeHistoryFile } from './history-files.ts';
import type { Log } from './log.ts';

/** What to show and where, for an exporter with a Prometheus of its own beside it. */
export interface SampleExporterOptions {
  /** A folder that both see: state, and in `history/` the files for `load-history.sh`. */
  readonly dir: string;
  /** Address to listen on; `0.0.0.0` inside a container. */
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  /** Days of history; default 30. */
  readonly days?: number;
  readonly log: Log;
}

async function stateOf(options: SampleExporterOptions): Promise<ClusterState> {
  const saved = await loadState(options.dir);
  if (saved === undefined) {
    const anchorMs = Math.floor(Date.now() / MINUTE) * MINUTE;
    const fresh = { seed: options.seed, anchorMs, enlargements: [] };
    await saveState(options.dir, fresh);
    return fresh;
  }
  if (saved.seed !== options.seed) {
    throw new HeadroomError('conflict', `The folder ${options.dir} holds a sample cluster of seed ${saved.seed}.`, {
      field: 'seed',
      remedy: 'Use that seed, or delete the folder.',
    });
  }
  return saved;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  );
}

/** Writes the history once; the file `until` (Unix seconds at which it ends) comes last and says that all is there. */
async function writeHistory(cluster: SampleCluster, options: SampleExporterOptions): Promise<void> {
  const { days = 30, log } = options;
  const dir = join(options.dir, 'history');
  const marker = join(dir, 'until');
  if (await exists(marker)) {
    return;
  }
  await mkdir(dir, { recursive: true });
  // The Prometheus that loads the files runs as another user and deletes them.
  await chmod(dir, 0o777);
  const untilMs = cluster.anchorMs - BULK_LAG;
  let samples = 0;
  for (const [index, window] of historyWindows(cluster.anchorMs - days * DAY, untilMs).entries()) {
    samples += await writeHistoryFile(cluster, window, join(dir, `${String(index).padStart(3, '0')}.om`));
  }
  await writeFile(marker, `${untilMs / SECOND}\n`);
  log(`Wrote ${samples.toLocaleString('en')} samples of history.`);
}

/**
 * Serves the sample cluster and writes its history once. Started again on the same folder it carries on where it was.
 * Throws `conflict` when the port is taken or the folder holds another cluster.
 */
export async function sampleExporter(options: SampleExporterOptions): Promise<Exporter> {
  await mkdir(options.dir, { recursive: true });
  const { seed, anchorMs, ...before } = await stateOf(options);
  const enlargements: Enlargement[] = [...before.enlargements];
  const injected: Incident[] = [...(before.injected ?? [])];
  const cluster = sampleCluster({ seed, anchorMs, enlargements, injected });
  const enlarge = async (one: Enlargement): Promise<void> => {
    await saveState(options.dir, { seed, anchorMs, injected, enlargements: [...enlargements, one] });
    enlargements.push(one);
  };
  const strike = async (incidents: readonly Incident[]): Promise<void> => {
    await saveState(options.dir, { seed, anchorMs, enlargements, injected: incidents });
    injected.splice(0, injected.length, ...incidents);
  };
  const exporter = await startExporter({ cluster, host: options.host, port: options.port, enlarge, injected, strike });
  options.log(`The sample exporter listens on ${options.host}:${exporter.port}.`);
  try {
    await writeHistory(cluster, options);
  } catch (error) {
    await exporter.stop();
    throw error;
  }
  return exporter;
}
