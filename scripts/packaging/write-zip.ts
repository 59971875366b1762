import { buffer } from 'node:stream/consumers';
import { ZipFile as Archive } from 'yazl';

/** A file that goes into an archive. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Buffer;
  /** Rights, such as 0o755. */
  readonly mode: number;
}

const REGULAR_FILE = 0o100000;
/** The same content gives the same archive. */
const CHANGED = new Date(Date.UTC(1980, 0, 1));

/** A zip archive whose rights survive unpacking on Unix. */
export async function writeZip(files: readonly ZipFile[]): Promise<Buffer> {
  const archive = new Archive();
  for (const { path, bytes, mode } of files) {
    archive.addBuffer(bytes, path, { mtime: CHANGED, mode: REGULAR_FILE | mode, compressionLevel: 9 });
  }
  archive.end();
  return buffer(archive.outputStream);
}
