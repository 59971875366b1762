import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** Folders that are no source. */
const LEFT_OUT = new Set(['.git', '.demo', 'build', 'dist', 'node_modules', 'test-results']);

/** Builds the forwarder for a platform by Go's names of it. The same source gives the same bytes. */
export function buildForwarder(os: string, arch: string, folder: string): void {
  const out = join(folder, `gpx_headroom_${os}_${arch}${os === 'windows' ? '.exe' : ''}`);
  const args = ['build', '-trimpath', '-buildvcs=false', '-tags', 'arrow_json_stdlib', '-ldflags', '-s -w', '-o', out];
  const env = {
    GOTOOLCHAIN: 'auto',
    ...process.env,
    GOFLAGS: '-mod=readonly',
    CGO_ENABLED: '0',
    GOOS: os,
    GOARCH: arch,
  };
  run('go', [...args, './pkg/forwarder'], env);
}

/** Paths of all Go sources of the project. */
export function goSources(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        return LEFT_OUT.has(entry.name) ? [] : goSources(path);
      }
      return path.endsWith('.go') ? [path] : [];
    })
    .sort();
}

/** `sha256:path` of every Go source, by which the catalogue sees that the executable was made from the sources it is shown. */
export function goManifest(sources: readonly { readonly path: string; readonly bytes: Buffer }[]): string {
  const lines = sources.map(({ path, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}:${path}\n`);
  return lines.join('');
}

/** Licences of everything that is linked into the forwarder, each module with its text. */
export function goNotices(): string {
  const format = '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}';
  const env = { ...process.env, GOFLAGS: '-mod=readonly' };
  const listed = run('go', ['list', '-deps', '-tags', 'arrow_json_stdlib', '-f', format, './pkg/forwarder'], env);
  const modules = new Map(
    listed.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t') as [string, string]]))
  );
  const goLicence = readFileSync(join(run('go', ['env', 'GOROOT'], env).trim(), 'LICENSE'), 'utf8');
  return [
    ['The Go programming language', goLicence],
    ...[...modules].map(([name, folder]) => [name, licenceIn(name, folder)]),
  ]
    .map(([name, text]) => `=== ${name}\n\n${text}\n`)
    .join('\n');
}

function licenceIn(name: string, folder: string): string {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)(\.|$)/i.test(file));
  if (files.length === 0) {
    throw new Error(`${name} tells no licence. Do not link it.`);
  }
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}
