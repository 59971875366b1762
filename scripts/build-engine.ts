/**
 * Builds the engine: one bundle for the main thread, one for the workers, both inside a single executable made from
 * the project's own Node, or from the same version of it for another processor. The result is the data source's backend in dist/.
 *
 * Usage: node scripts/build-engine.ts [--out FILE] [--node FILE] [--foreign]
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const BUILD = 'build/engine';
// Names the place in the Node binary where the bundle goes; fixed by Node.
const SENTINEL = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const ENGINE_FLAGS = [
  // The HTTP parser is WASM: optimising it costs 16 MB of memory and gains nothing. Real work in WASM still tiers up.
  '--wasm-tiering-budget=1000000000',
  // The young generation of every thread may otherwise grow to 192 MB under load, all of it garbage of answered requests.
  '--max-semi-space-size=16',
  // For workers that have nothing to do.
  '--expose-gc',
  // Of `process.execve`, on stderr, which Grafana shows as an error.
  '--disable-warning=ExperimentalWarning',
  // A signal must not open a debugger, by which others on the machine would get at what the engine knows.
  '--disable-sigusr1',
];

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: `dist/datasource/gpx_headroom_linux_${goArch()}` },
    node: { type: 'string', default: process.execPath },
    // For another processor than ours.
    foreign: { type: 'boolean', default: false },
  },
});

await bundle('pkg/backend/main.ts', 'main.cjs');
await bundle('pkg/backend/worker.ts', 'worker.cjs');
makeExecutable(values.node, values.out);

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

function makeExecutable(node: string, out: string): void {
  const config = join(BUILD, 'sea-config.json');
  const blob = join(BUILD, 'sea.blob');
  writeFileSync(
    config,
    JSON.stringify({
      main: join(BUILD, 'main.cjs'),
      output: blob,
      assets: { 'worker.cjs': join(BUILD, 'worker.cjs') },
      disableExperimentalSEAWarning: true,
      // Compiled code is of use to the processor that it was compiled on alone.
      useCodeCache: !values.foreign,
      // A host's NODE_OPTIONS must not reach the engine.
      execArgvExtension: 'none',
      execArgv: ENGINE_FLAGS,
    })
  );
  // V8 takes cached code only under the flags that it was compiled with.
  run(process.execPath, [...ENGINE_FLAGS, '--experimental-sea-config', config]);
  const injected = join(BUILD, 'engine');
  copyFileSync(node, injected);
  run(join('node_modules', '.bin', 'postject'), [injected, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', SENTINEL]);
  mkdirSync(dirname(out), { recursive: true });
  rmSync(out, { force: true });
  // What postject writes at once lies in the page cache in large pieces, of which a start maps 27 MB more than it needs.
  copyFileSync(injected, out);
  chmodSync(out, 0o755);
  rmSync(injected);
}

/** Both tools warn about harmless things; what they say matters only when they fail. */
function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} failed: ${stderr}`);
  }
}
