import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadState, saveState } from './cluster-state.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'headroom-state-'));
});

afterEach(() => rm(dir, { recursive: true }));

describe('the state of a sample cluster', () => {
  it('comes back as it was saved', async () => {
    expect(await loadState(dir)).toBeUndefined();
    const state = {
      seed: 7,
      anchorMs: 1_760_000_000_000,
      enlargements: [{ namespace: 'shop', name: 'postgres-data', atMs: 1_760_000_100_000, factor: 2 }],
    };
    await saveState(dir, { ...state, seed: 6 });
    await saveState(dir, state);
    expect(await loadState(dir)).toEqual(state);
    expect(await readdir(dir)).toEqual(['sample-cluster.json']);
  });

  it('says what to do when the file is damaged', async () => {
    await writeFile(join(dir, 'sample-cluster.json'), '{"seed":');
    await expect(loadState(dir)).rejects.toMatchObject({
      code: 'internal',
      remedy: expect.stringContaining('Delete') as string,
    });
  });
});
