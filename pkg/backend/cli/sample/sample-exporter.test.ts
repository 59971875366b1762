import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleExporter } from './sample-exporter.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'headroom-exporter-'));
});

afterEach(() => rm(dir, { recursive: true }));

const start = (seed: number, said: string[] = []) =>
  sampleExporter({ dir, host: '127.0.0.1', port: 0, seed, days: 0.1, log: (sentence) => said.push(sentence) });

const capacityLine = async (port: number) =>
  (await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())
    .split('\n')
    .find((line) => /^kubelet_volume_stats_capacity_bytes\{.*"redis-data"/.test(line));

describe('sampleExporter', { timeout: 120_000 }, () => {
  it('writes its history once, the marker last, and carries on after a restart', async () => {
    const said: string[] = [];
    const first = await start(5, said);
    expect(said.at(-1)).toMatch(/^Wrote [\d,]+ samples of history\.$/);
    const before = await readdir(join(dir, 'history'));
    expect(before).toContain('until');
    expect(before).toContain('000.om');
    const until = Number(await readFile(join(dir, 'history', 'until'), 'utf8'));
    expect(Date.now() / 1000 - until).toBeLessThan(15 * 60);
    const written = (await stat(join(dir, 'history', '000.om'))).mtimeMs;
    await fetch(`http://127.0.0.1:${first.port}/enlarge?pvc=redis-data`, { method: 'POST' });
    const enlarged = await capacityLine(first.port);
    await first.stop();

    const second = await start(5);
    expect((await stat(join(dir, 'history', '000.om'))).mtimeMs).toBe(written);
    expect(await capacityLine(second.port)).toBe(enlarged);
    await second.stop();
  });

  it('refuses a folder of another cluster', async () => {
    await (await start(5)).stop();
    await expect(start(6)).rejects.toMatchObject({ code: 'conflict', field: 'seed' });
  });
});
