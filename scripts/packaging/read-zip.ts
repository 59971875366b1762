import { inflateRawSync } from 'node:zlib';
import type { ZipFile } from './write-zip.ts';

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const DEFLATED = 8;
const RIGHTS = 0o777;

/** The files of a zip archive, folders left out. */
export function readZip(archive: Buffer): ZipFile[] {
  const end = findEnd(archive);
  const files: ZipFile[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (archive.readUInt32LE(at) !== CENTRAL) {
      throw new Error('The directory of the archive is damaged.');
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
    const path = archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    if (!path.endsWith('/')) {
      files.push({ path, bytes: content(archive, at), mode: (archive.readUInt32LE(at + 38) >>> 16) & RIGHTS });
    }
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}

function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.byteLength - END_LENGTH - LONGEST_COMMENT);
  for (let at = archive.byteLength - END_LENGTH; at >= first; at--) {
    if (archive.readUInt32LE(at) === END) {
      return at;
    }
  }
  throw new Error('This is no zip archive.');
}

function content(archive: Buffer, entry: number): Buffer {
  const local = archive.readUInt32LE(entry + 42);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
  return archive.readUInt16LE(entry + 10) === DEFLATED ? inflateRawSync(packed) : Buffer.from(packed);
}
