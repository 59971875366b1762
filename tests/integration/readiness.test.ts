import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEnginePlugin } from '../support/engine-plugin.ts';
import { type EngineProcess, engineSources, startEngineProcess } from '../support/engine-process.ts';
import { freePort } from '../support/free-port.ts';

describe('/healthz and /readyz of a running engine', () => {
  let directory: string;
  let url: string;
  let engine: EngineProcess;
  let start: () => EngineProcess;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'headroom-ready-'));
    const listen = `127.0.0.1:${await freePort()}`;
    url = `http://${listen}`;
    start = () => startEngineProcess(engineSources, ['serve', '--state-dir', directory, '--listen', listen]);
    engine = start();
    await engine.whileRunning(untilAnswered());
  });
  afterEach(async () => {
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function untilAnswered(): Promise<void> {
    while ((await fetch(`${url}/healthz`).catch(() => undefined)) === undefined) {
      await sleep(50);
    }
  }

  const ended = async ({ child }: EngineProcess) => {
    if (child.exitCode === null) {
      await once(child, 'exit', { signal: AbortSignal.timeout(8_000) });
    }
    return child.exitCode;
  };
  const ask = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it('say ready as soon as the door is open', async () => {
    expect(await ask('/healthz')).toEqual({ status: 200, text: 'ok\n' });
    expect(await ask('/readyz')).toEqual({ status: 200, text: 'ready\n' });
  });

  it('say that the store cannot be written while another program holds it, and ready again afterwards', async () => {
    const other = new DatabaseSync(join(directory, 'headroom.db'));
    other.exec('BEGIN IMMEDIATE');
    const held = await ask('/readyz');
    const measured = await ask('/metrics');
    other.close();
    expect(measured.text).toContain('headroom_ready 0\n');
    expect(held.status).toBe(503);
    expect(held.text).toMatch(/^not ready\nAnother program holds the state database\./);
    expect((await ask('/readyz')).status).toBe(200);
  });

  it('say that the state is damaged under the engine, which ends, and are well again once it is started', async () => {
    await writeFile(join(directory, 'headroom.db'), Buffer.alloc(200_000), { flag: 'r+' });
    const damaged = await ask('/readyz');
    expect(damaged.status).toBe(503);
    expect(damaged.text).toContain('The state database is damaged.');
    expect((await ask('/healthz').catch(() => undefined))?.status ?? 503).toBe(503);
    expect(await ended(engine)).toBe(1);
    expect(engine.stderr()).toContain('which only a start mends');
    engine = start();
    await engine.whileRunning(untilAnswered());
    expect((await ask('/readyz')).text).toMatch(/^ready\nThe state database was damaged/);
    expect((await ask('/healthz')).status).toBe(200);
  });

  it('say that the state was damaged and restored, as long as the engine runs', async () => {
    await engine.stop();
    await writeFile(join(directory, 'headroom.db'), 'noise '.repeat(5_000));
    engine = start();
    await engine.whileRunning(untilAnswered());
    const ready = await ask('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.text).toMatch(/^ready\nThe state database was damaged\. .* restored from the copy/);
    expect((await ask('/metrics')).text).toMatch(/^headroom_store_notices [1-9]/m);
  });

  it('say that the store is gone when its file was removed, which writes do not notice', async () => {
    await rm(directory, { recursive: true });
    const [gone, health] = await Promise.all([ask('/readyz'), ask('/healthz')]);
    expect(gone.status).toBe(503);
    expect(gone.text).toContain('removed or replaced');
    expect(health).toMatchObject({ status: 503, text: expect.stringContaining('restart') as string });
    expect(await ended(engine)).toBe(1);
  });
});

describe('an engine that Grafana has started', () => {
  it('ends when its state is damaged, and goes on with the copy when it is started again', async () => {
    const state = await mkdtemp(join(tmpdir(), 'headroom-child-'));
    const start = () => startEnginePlugin(undefined, { GF_PLUGIN_STATE_DIR: state });
    const source = { uid: 'prom', url: `http://127.0.0.1:${await freePort()}` };
    let plugin = await start();
    try {
      await writeFile(join(state, 'headroom.db'), Buffer.alloc(200_000), { flag: 'r+' });
      expect((await plugin.checkHealth(source)).message).toContain('The state database is damaged.');
      for (const giveUpMs = Date.now() + 8_000; plugin.isRunning() && Date.now() < giveUpMs; ) {
        await sleep(100);
      }
      expect(plugin.isRunning()).toBe(false);
      expect(plugin.log()).toContain('which only a start mends');
      await plugin.stop();
      plugin = await start();
      expect(plugin.log()).toContain('restored from the copy');
      await plugin.ping();
    } finally {
      await plugin.stop();
      await rm(state, { recursive: true, force: true });
    }
  });
});
