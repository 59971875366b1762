import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EngineProcess, packagedEngine, startEngineProcess } from '../support/engine-process.ts';
import { scriptedPrometheus, sendSeries } from '../support/scripted-prometheus.ts';
import { type ScriptedServer, startScriptedServer } from '../support/scripted-server.ts';

const PATIENCE_MS = 20_000;

let started: EngineProcess | undefined;
afterEach(() => started?.stop());

function startPackaged(command: readonly string[], env: Readonly<Record<string, string>> = {}): EngineProcess {
  const program = packagedEngine();
  if (program === undefined) {
    throw new Error('There is no executable newer than the sources. Run: npm run build');
  }
  return startEngineProcess(program, command, env);
}

describe('a worker of the packaged engine', () => {
  let prometheus: ScriptedServer;
  beforeAll(async () => {
    const script = scriptedPrometheus({ answer: (request, response) => sendSeries(request, response, (i) => i % 24) });
    prometheus = await startScriptedServer(script);
  });
  afterAll(() => prometheus.close());

  it('has what it cleans up with: it says nothing when it starts', async () => {
    started = startPackaged(['forecast', '--url', prometheus.url, '--expr', 'up', '--output', 'json']);
    const [said] = await Promise.all([text(started.child.stdout as Readable), once(started.child, 'close')]);
    expect(said).toContain('"predicted"');
    expect(started.stderr()).toBe('');
  });
});

describe('the C library of the packaged engine', () => {
  /** What the running process has for each setting, once it has any. */
  async function settings(env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    started = startPackaged(['serve', '--help'], env);
    const { pid } = started.child;
    const giveUpMs = Date.now() + PATIENCE_MS;
    const seen: Record<string, string> = {};
    while (started.child.exitCode === null && Date.now() < giveUpMs) {
      const environ = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      for (const [, name, value] of environ.matchAll(/(MALLOC_[A-Z_]+)=([^\0]*)/g)) {
        seen[name as string] = value as string;
      }
      await sleep(1);
    }
    expect(started.child.exitCode).toBe(0);
    return seen;
  }

  it('keeps few heaps and gives back what is large, without a word about it', async () => {
    expect(await settings({})).toEqual({
      MALLOC_ARENA_MAX: '2',
      MALLOC_MMAP_THRESHOLD_: '32768',
      MALLOC_TRIM_THRESHOLD_: '131072',
    });
    expect(started?.stderr()).toBe('');
  });

  it('keeps to what its operator has set', async () => {
    const own = { MALLOC_MMAP_THRESHOLD_: '1000000' };
    expect(await settings(own)).toEqual(own);
  });
});
