import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readZip } from './read-zip.ts';
import { writeZip } from './write-zip.ts';

const files = [
  { path: 'app/run', bytes: Buffer.from('#!/bin/sh\n'), mode: 0o755 },
  { path: 'app/empty', bytes: Buffer.alloc(0), mode: 0o644 },
  { path: 'app/données.txt', bytes: Buffer.alloc(200_000, 'a'), mode: 0o644 },
];

describe('zip archives', () => {
  it('give back what went in, rights included, and the same bytes each time', async () => {
    const archive = await writeZip(files);
    expect(await readZip(archive)).toEqual(files);
    expect(archive.byteLength).toBeLessThan(2_000);
    expect((await writeZip(files)).equals(archive)).toBe(true);
  });

  it('are understood by another program, checksums included', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-zip-'));
    const path = join(folder, 'a.zip');
    writeFileSync(path, await writeZip(files));
    const { status, stdout, error } = spawnSync('python3', ['-m', 'zipfile', '-t', path], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    if (error === undefined) {
      expect([status, stdout]).toEqual([0, 'Done testing\n']);
    }
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['something else', Buffer.alloc(500)],
  ])('are not %s', async (_what, bytes) => {
    await expect(readZip(bytes)).rejects.toThrow(/end of central directory/i);
  });

  it('with a damaged directory are refused', async () => {
    const archive = await writeZip(files);
    archive.writeUInt32LE(0, archive.readUInt32LE(archive.byteLength - 6));
    await expect(readZip(archive)).rejects.toThrow(/central directory/i);
  });
});
