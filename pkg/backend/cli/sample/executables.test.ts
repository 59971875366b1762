import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findExecutable } from './executables.ts';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'headroom-path-'));
  vi.stubEnv('PATH', ['/nowhere', dir].join(delimiter));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true });
});

describe('findExecutable', () => {
  it('finds a program in PATH, or where it is said to be', async () => {
    const path = join(dir, 'promtool');
    await writeFile(path, '#!/bin/sh\n');
    await chmod(path, 0o755);
    expect(await findExecutable('promtool', undefined)).toBe(path);
    expect(await findExecutable('prometheus', path)).toBe(path);
  });

  it('says what to install when it is not there or cannot be run', async () => {
    await writeFile(join(dir, 'prometheus'), 'not a program');
    await chmod(join(dir, 'prometheus'), 0o644);
    const missing = { code: 'not_configured', remedy: expect.stringContaining('apt-get install prometheus') as string };
    await expect(findExecutable('promtool', undefined)).rejects.toMatchObject(missing);
    await expect(findExecutable('promtool', '/nowhere/promtool')).rejects.toMatchObject(missing);
    if (process.getuid?.() !== 0) {
      await expect(findExecutable('prometheus', undefined)).rejects.toMatchObject(missing);
    }
  });
});
