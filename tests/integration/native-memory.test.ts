import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type EngineProcess, packagedEngine, startEngineProcess } from '../support/engine-process.ts';

const PATIENCE_MS = 20_000;

describe('the C library of the packaged engine', () => {
  let started: EngineProcess | undefined;
  afterEach(() => started?.stop());

  /** What the running process has for each setting, once it has any. */
  async function settings(env: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const program = packagedEngine();
    if (program === undefined) {
      throw new Error('There is no executable newer than the sources. Run: npm run build');
    }
    started = startEngineProcess(program, ['serve', '--help'], env);
    const { pid } = started.child;
    const giveUpMs = Date.now() + PATIENCE_MS;
    const seen: Record<string, string> = {};
    while (started.child.exitCode === null && Date.now() < giveUpMs) {
      const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      for (const [, name, value] of text.matchAll(/(MALLOC_[A-Z_]+)=([^\0]*)/g)) {
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
