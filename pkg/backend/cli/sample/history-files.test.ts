import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleCluster } from '../../../sample/sample-cluster.ts';
import { DAY, HOUR, MINUTE } from '../../../sample/series.ts';
import { BLOCK_HOURS, historyWindows, seamWindow, writeHistoryFile } from './history-files.ts';

const ANCHOR = Date.UTC(2026, 10, 24, 9, 30);
const dirs: string[] = [];

afterEach(async () => {
  await Promise.all(dirs.splice(0).map((dir) => rm(dir, { recursive: true })));
});

describe('historyWindows', () => {
  it('covers the time without gap or overlap, one block a window', () => {
    const windows = historyWindows(ANCHOR - 30 * DAY, ANCHOR);
    const block = BLOCK_HOURS * HOUR;
    expect(windows[0]?.fromMs).toBe(ANCHOR - 30 * DAY);
    expect(windows.at(-1)?.untilMs).toBe(ANCHOR);
    for (const [i, { fromMs, untilMs }] of windows.entries()) {
      expect(fromMs).toBe(windows[i - 1]?.untilMs ?? fromMs);
      expect(Math.floor(fromMs / block)).toBe(Math.floor((untilMs - 1) / block));
    }
    expect(windows.length).toBeLessThanOrEqual(15);
  });

  it('has no window for no time', () => {
    expect(historyWindows(ANCHOR, ANCHOR)).toEqual([]);
  });
});

describe('writeHistoryFile', { timeout: 60_000 }, () => {
  it('writes a complete OpenMetrics file and counts its samples', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'headroom-history-'));
    dirs.push(dir);
    const path = join(dir, 'seam.om');
    const samples = await writeHistoryFile(
      sampleCluster({ seed: 1, anchorMs: ANCHOR }),
      seamWindow(ANCHOR - 2 * MINUTE, ANCHOR),
      path
    );
    const lines = (await readFile(path, 'utf8')).split('\n');
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toHaveLength(samples);
    expect(lines.filter((line) => line.startsWith('node_load1{'))).toHaveLength(3 * 4);
  });
});
