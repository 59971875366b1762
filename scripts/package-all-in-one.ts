/**
 * Makes the packages whose backend is the engine itself, one a processor, each as a zip to unpack in a plugins folder.
 * Node comes from npm. On amd64 the package brings the C++ library, which Grafana's Alpine image lacks; that needs patchelf.
 *
 * Usage: node scripts/package-all-in-one.ts [--arch amd64] [--arch arm64] [--without-libraries]
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bringLibraries } from './packaging/libraries.ts';
import { productionPackages } from './licences/production.ts';
import { run } from './packaging/run.ts';
import { APP_ID, copyWebParts, packageVersion, zipFolder } from './packaging/folder.ts';

const BUILD = 'build/all-in-one';
/** Go's names of processors, by which Grafana looks for the executable, and npm's. */
const PROCESSORS: Readonly<Record<string, string>> = { amd64: 'x64', arm64: 'arm64' };

const { values } = parseArgs({
  options: {
    arch: { type: 'string', multiple: true, default: Object.keys(PROCESSORS) },
    'without-libraries': { type: 'boolean', default: false },
  },
});

for (const arch of values.arch) {
  const folder = join(BUILD, arch, APP_ID);
  copyWebParts(folder);
  const node = fetchNode(arch);
  const out = join(folder, 'datasource', `gpx_headroom_linux_${arch}`);
  const foreign = PROCESSORS[arch] !== process.arch;
  if (arch === 'amd64' && !foreign && !values['without-libraries']) {
    bringLibraries(join(node, 'bin/node'), join(folder, 'datasource/lib'));
  }
  const build = ['scripts/build-engine.ts', '--node', join(node, 'bin/node'), '--out', out];
  run(process.execPath, [...build, ...(foreign ? ['--foreign'] : [])]);
  writeFileSync(join(folder, 'datasource', 'THIRD-PARTY-LICENSES.txt'), notices(node));
  await zipFolder(folder, join(BUILD, `${APP_ID}-${packageVersion()}-linux-${arch}.zip`));
}

/** The package of our version of Node for a processor; npm checks its digest. */
function fetchNode(arch: string): string {
  const processor = PROCESSORS[arch];
  if (processor === undefined) {
    throw new Error(`There is no package for ${arch}. Choose one of these: ${Object.keys(PROCESSORS).join(', ')}.`);
  }
  const folder = join(BUILD, `node-${arch}`);
  mkdirSync(folder, { recursive: true });
  const spec = `node-linux-${processor}@${process.versions.node}`;
  const archive = run('npm', ['pack', '--silent', '--pack-destination', folder, spec]).trim();
  run('tar', ['-xzf', join(folder, archive), '-C', folder, '--strip-components=1']);
  return folder;
}

/** The licences of Node with its own parts, and of the libraries that our code may be bundled with. */
function notices(node: string): string {
  const libraries = productionPackages('.')
    .filter(({ shipped, path }) => shipped && existsSync(path))
    .map(({ name, version, license, path }) => `=== ${name} ${version}\n\n${licenceText(path) ?? license}\n`);
  return [readFileSync(join(node, 'LICENSE'), 'utf8'), ...libraries].join('\n');
}

function licenceText(folder: string): string | undefined {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8');
}
