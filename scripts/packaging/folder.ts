import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writeZip } from './write-zip.ts';

/** Name of the folder that Grafana unpacks, which is the id of the app. */
export const APP_ID = 'headroom-capacity-app';

/** The built web parts without any backend, in a fresh folder. */
export function copyWebParts(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync('dist', folder, { recursive: true, filter: (path) => !/^(\.built|gpx_.*)$/.test(basename(path)) });
}

/** Paths of all files below a folder, relative to it, in the order of their names. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

/** Packs a folder under its own name. Executables may be run, everything else may be read. */
export async function zipFolder(folder: string, archive: string): Promise<void> {
  const files = filesBelow(folder).map((path) => ({
    path: `${basename(folder)}/${path}`,
    bytes: readFileSync(join(folder, path)),
    mode: basename(path).startsWith('gpx_') ? 0o755 : 0o644,
  }));
  writeFileSync(archive, await writeZip(files));
  const megabytes = (statSync(archive).size / 1e6).toFixed(1);
  console.log(`${archive}: ${files.length} files, ${megabytes} MB. Unpack it in the plugins folder of Grafana.`);
}

/** The version of the package. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;
}
