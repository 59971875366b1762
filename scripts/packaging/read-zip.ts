import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { ZipFile } from './write-zip.ts';

const RIGHTS = 0o777;

/** The files of a zip archive, folders left out. Rejects what is damaged or no archive. */
export async function readZip(bytes: Buffer): Promise<ZipFile[]> {
  const archive = await fromBufferPromise(bytes);
  const files: ZipFile[] = [];
  for await (const entry of archive.eachEntry()) {
    if (!entry.fileName.endsWith('/')) {
      const content = await buffer(await archive.openReadStreamPromise(entry));
      files.push({ path: entry.fileName, bytes: content, mode: (entry.externalFileAttributes >>> 16) & RIGHTS });
    }
  }
  return files;
}
