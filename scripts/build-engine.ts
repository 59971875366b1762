/**
 * Builds the engine: one bundle for the main thread, one for the workers, both inside a single executable made from
 * the project's own Node. The result is the data source's backend in dist/.
 *
 * Usage: node scripts/build-engine.ts [--out FILE]
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const BUILD = 'build/engine';
// Names the place in the Node binary where the bundle goes; fixed by Node.
const SENTINEL = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const { values } = parseArgs({
  options: { out: { type: 'string', default: `dist/datasource/gpx_headroom_linux_${goArch()}` } },
});

await bundle('pkg/backend/main.ts', 'main.cjs');
await bundle('pkg/backend/worker.ts', 'worker.cjs');
makeExecutable(values.out);

/** Grafana looks for the executable by Go's names of platforms. */
function goArch(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}

async function bundle(entry: string, name: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile: join(BUILD, name),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    minifySyntax: true,
    legalComments: 'linked',
    // Only read where the code runs from its sources.
    define: { 'import.meta.url': '"file:///bundled"', 'import.meta.dirname': '"/bundled"' },
    logLevel: 'warning',
  });
}

function makeExecutable(out: string): void {
  const config = join(BUILD, 'sea-config.json');
  const blob = join(BUILD, 'sea.blob');
  writeFileSync(
    config,
    JSON.stringify({
      main: join(BUILD, 'main.cjs'),
      output: blob,
      assets: { 'worker.cjs': join(BUILD, 'worker.cjs') },
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      // A host's NODE_OPTIONS must not reach the engine.
      execArgvExtension: 'none',
    })
  );
  run(process.execPath, ['--experimental-sea-config', config]);
  mkdirSync(dirname(out), { recursive: true });
  rmSync(out, { force: true });
  copyFileSync(process.execPath, out);
  chmodSync(out, 0o755);
  run(join('node_modules', '.bin', 'postject'), [out, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', SENTINEL]);
}

/** Both tools warn about harmless things; what they say matters only when they fail. */
function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} failed: ${stderr}`);
  }
}
