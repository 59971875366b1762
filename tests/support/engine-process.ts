import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** How to start the engine: a program and the arguments that come before the command. */
export interface EngineProgram {
  readonly file: string;
  readonly args: readonly string[];
}

/** The engine from its sources, on the Node that runs the tests. */
export const engineSources: EngineProgram = {
  file: process.execPath,
  args: [join(ROOT, 'pkg/backend/main.ts')],
};

/** The packaged executable in dist, as Grafana starts it; `undefined` when it is not built or older than its sources. */
export function packagedEngine(): EngineProgram | undefined {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const file = join(ROOT, `dist/datasource/gpx_headroom_linux_${arch}`);
  return existsSync(file) && modifiedMs(file) > newestSourceMs() ? { file, args: [] } : undefined;
}

/**
 * The engine that tests run: the packaged one where it is current, as in CI, else the one from its sources. `HEADROOM_ENGINE`
 * insists on `package` or `sources`.
 */
export function testedEngine(): EngineProgram {
  const wanted = process.env['HEADROOM_ENGINE'] ?? '';
  switch (wanted) {
    case '':
      return packagedEngine() ?? engineSources;
    case 'sources':
      return engineSources;
    case 'package':
      return packagedEngine() ?? missing('There is no packaged engine that is newer than its sources. Run make build.');
    default:
      return missing(`HEADROOM_ENGINE is "${wanted}". Set package, sources or nothing.`);
  }
}

function missing(sentence: string): never {
  throw new Error(sentence);
}

function newestSourceMs(): number {
  const directory = join(ROOT, 'pkg');
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test|\.contract)\.ts$/.test(name)
  );
  return sources.reduce((newest, name) => Math.max(newest, modifiedMs(join(directory, name))), 0);
}

function modifiedMs(file: string): number {
  return statSync(file).mtimeMs;
}

/** A process of a test, and what it has said on stderr. */
export interface EngineProcess {
  readonly child: ChildProcess;
  readonly stderr: () => string;
  /** Rejects when the process ends before the promise settles. */
  readonly whileRunning: <T>(work: Promise<T>) => Promise<T>;
  /** Ends the process: SIGTERM, and SIGKILL when that does not help. */
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 10_000;

/** Starts the engine with a clean environment beside the given one. */
export function startEngineProcess(
  { file, args }: EngineProgram,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {}
): EngineProcess {
  const child = spawn(file, [...args, ...command], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit');
  return {
    child,
    stderr: () => said,
    whileRunning: (work) =>
      Promise.race([
        work,
        ended.then(([code]) => Promise.reject(new Error(`The engine ended with ${String(code)}: ${said}`))),
      ]),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
        await ended;
        clearTimeout(timer);
      }
    },
  };
}
