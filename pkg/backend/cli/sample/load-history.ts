import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryWindow } from '../../../sample/open-metrics.ts';
import type { SampleCluster } from '../../../sample/sample-cluster.ts';
import { runToEnd } from './child-process.ts';
import { BLOCK_HOURS, writeHistoryFile } from './history-files.ts';

/** Files that wait for promtool or are being loaded at one time; bounds disk and memory. */
const IN_FLIGHT = 2;

/** Where history goes and by which promtool. */
export interface HistoryLoad {
  readonly promtool: string;
  /** A folder of ours for files in passing. */
  readonly scratchDir: string;
  /** Prometheus' data folder. */
  readonly dataDir: string;
}

/**
 * Writes windows of history and has promtool make blocks of them, the next being written while one is loaded. Each
 * window must lie within one block. Gives the number of samples; throws when promtool fails, files in passing removed.
 */
export async function loadHistory(
  cluster: SampleCluster,
  windows: readonly HistoryWindow[],
  load: HistoryLoad
): Promise<number> {
  await mkdir(load.scratchDir, { recursive: true });
  const failure = new AbortController();
  const running = new Set<Promise<void>>();
  let samples = 0;
  try {
    for (const [index, window] of windows.entries()) {
      const path = join(load.scratchDir, `history-${index}.om`);
      samples += await writeHistoryFile(cluster, window, path);
      const task = importFile(path, load, failure.signal);
      running.add(task);
      task.then(
        () => running.delete(task),
        () => undefined
      );
      if (running.size >= IN_FLIGHT) {
        await Promise.race(running);
      }
    }
    await Promise.all(running);
  } finally {
    failure.abort();
    await Promise.allSettled(running);
    await rm(load.scratchDir, { recursive: true, force: true });
  }
  return samples;
}

/** promtool knows the block length as a hidden flag; without it blocks are 2 h long, and loading takes eight times as long. */
async function importFile(path: string, load: HistoryLoad, signal: AbortSignal): Promise<void> {
  const block = `--max-block-duration=${BLOCK_HOURS}h`;
  await runToEnd(
    load.promtool,
    ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', block, path, load.dataDir],
    signal
  );
  await rm(path);
}
