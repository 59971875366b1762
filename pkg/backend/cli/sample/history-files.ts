import { open } from 'node:fs/promises';
import { historyStep } from '../../../sample/history-steps.ts';
import { openMetrics, type HistoryWindow } from '../../../sample/open-metrics.ts';
import type { SampleCluster } from '../../../sample/sample-cluster.ts';
import { HOUR, MINUTE, SECOND } from '../../../sample/series.ts';

/**
 * Length of a block, and so of a file. Prometheus takes 2 h times a power of three as blocks; promtool reads its input
 * once for each, so one file a block is the quickest way to load.
 */
export const BLOCK_HOURS = 54;

/** History between `BULK_LAG` before the anchor and the first scrape is as dense as scrapes are: nothing shows the seam. */
const SEAM_STEP = 30 * SECOND;

/** How long before the anchor the bulk of history ends and the seam begins. */
export const BULK_LAG = 10 * MINUTE;

/** Cuts [fromMs, untilMs) at block boundaries. */
export function historyWindows(fromMs: number, untilMs: number): readonly HistoryWindow[] {
  const block = BLOCK_HOURS * HOUR;
  const windows: HistoryWindow[] = [];
  for (let start = fromMs; start < untilMs; ) {
    const end = Math.min(untilMs, (Math.floor(start / block) + 1) * block);
    windows.push({ fromMs: start, untilMs: end, stepMs: historyStep });
    start = end;
  }
  return windows;
}

/** The last minutes before live scrapes begin. */
export function seamWindow(fromMs: number, untilMs: number): HistoryWindow {
  return { fromMs, untilMs, stepMs: () => SEAM_STEP };
}

/** Writes one window as an OpenMetrics file and gives the number of samples; holds one series in memory at a time. */
export async function writeHistoryFile(cluster: SampleCluster, window: HistoryWindow, path: string): Promise<number> {
  const file = await open(path, 'w');
  let samples = 0;
  try {
    for (const piece of openMetrics(cluster.seriesBetween(window.fromMs, window.untilMs), window)) {
      samples += piece.samples;
      await file.write(piece.text);
    }
  } finally {
    await file.close();
  }
  return samples;
}
