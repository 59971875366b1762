import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineProgram, engineSources } from '../support/engine-process.ts';
import type { Control } from './controls.ts';

/** Only the engine from its sources takes a module that is loaded before it. */
const CONTROLLABLE: EngineProgram = {
  file: engineSources.file,
  args: ['--import', join(import.meta.dirname, 'controls.ts'), ...engineSources.args],
};
const GIVE_UP_MS = 30_000;
const EXIT_WITHIN_MS = 15_000;
const POLL_MS = 20;

/** How to start an engine. */
export interface EngineSetup {
  /** What runs when no fault needs another. */
  readonly program: EngineProgram;
  readonly configFile: string;
  /** Where its messages go, those of all its lives. */
  readonly logFile: string;
  /** Its folder for temporary files. */
  readonly scratch: string;
  readonly url: string;
}

/** How to start one process. */
export interface StartOptions {
  /** Whether it takes controls. */
  readonly isControllable?: boolean;
  /** A command that runs the one after it. */
  readonly prefix?: readonly string[];
}

/** The engine as a service, which a fault ends and a supervisor starts again. */
export class SupervisedEngine {
  private readonly setup: EngineSetup;
  private child: ChildProcess | undefined;
  private controllable = false;

  constructor(setup: EngineSetup) {
    this.setup = setup;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Starts a process without waiting for it. */
  start({ isControllable = false, prefix = [] }: StartOptions = {}): void {
    const { program, configFile, logFile, scratch } = this.setup;
    this.controllable = isControllable;
    const { file, args } = isControllable ? CONTROLLABLE : program;
    const [command = file, ...rest] = [...prefix, file, ...args, 'serve', '--config', configFile];
    const log = openSync(logFile, 'a');
    this.child = spawn(command, rest, {
      env: { PATH: process.env['PATH'], TMPDIR: scratch },
      stdio: ['ignore', 'ignore', log, ...(this.controllable ? (['ipc'] as const) : [])],
    });
    closeSync(log);
  }

  /** Ends the process without a chance to tidy up. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks the process to end; gives its exit code, `null` when it had to be killed. */
  async stop(): Promise<number | null> {
    const { child } = this;
    const timer = setTimeout(() => child?.kill('SIGKILL'), EXIT_WITHIN_MS);
    await this.end('SIGTERM');
    clearTimeout(timer);
    return child?.exitCode ?? null;
  }

  /** Starts the engine as a plugin below a host of its own, which can be killed; gives the host once the engine answers it. */
  async startBelowHost(stateDir: string): Promise<{ readonly pid: number; readonly killHost: () => void }> {
    const { program, scratch } = this.setup;
    const host = spawn('sh', ['-c', '"$0" "$@" & echo "$!"; wait', program.file, ...program.args], {
      env: {
        PATH: process.env['PATH'],
        TMPDIR: scratch,
        grafana_plugin_type: 'datasource',
        GF_PLUGIN_STATE_DIR: stateDir,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = createInterface(host.stdout)[Symbol.asyncIterator]();
    const pid = Number((await lines.next()).value);
    await lines.next();
    return { pid, killHost: () => host.kill('SIGKILL') };
  }

  /** Kills it and starts one that takes controls, unless it does already. */
  async makeControllable(): Promise<void> {
    if (!this.controllable || !this.isRunning) {
      await this.kill();
      this.start({ isControllable: true });
      await this.untilReady();
    }
  }

  control(control: Control): void {
    this.child?.send(control);
  }

  /** Waits for the process to end by itself; gives its exit code. */
  async exited(withinMs = EXIT_WITHIN_MS): Promise<number | null> {
    const { child } = this;
    if (child !== undefined && this.isRunning) {
      await Promise.race([once(child, 'exit'), sleep(withinMs, undefined, { ref: false })]);
    }
    return child?.exitCode ?? null;
  }

  /** What `/readyz` says; `undefined` when nothing answers. */
  async ready(): Promise<{ readonly status: number; readonly text: string } | undefined> {
    try {
      const response = await fetch(`${this.setup.url}/readyz`, { signal: AbortSignal.timeout(GIVE_UP_MS) });
      return { status: response.status, text: await response.text() };
    } catch {
      return undefined;
    }
  }

  /** Milliseconds until `/readyz` says ready; throws when it does not come to that. */
  async untilReady(): Promise<number> {
    const since = performance.now();
    let said = await this.ready();
    while (said?.status !== 200) {
      if (performance.now() - since > GIVE_UP_MS || !this.isRunning) {
        throw new Error(`The engine does not get ready: ${said?.text ?? this.lastWords()}`);
      }
      await sleep(POLL_MS);
      said = await this.ready();
    }
    return performance.now() - since;
  }

  lastWords(): string {
    return readFileSync(this.setup.logFile, 'utf8').slice(-2_000);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child !== undefined && this.isRunning) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
  }
}
