import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** A part of the demo that runs until it is stopped. */
export interface Running {
  /** Settles when the part has ended for whatever reason, with a sentence on how. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const KILL_AFTER_MS = 8_000;

/** One line for the person in front of the terminal. */
export function say(sentence: string): void {
  console.log(`demo: ${sentence}`);
}

/** Starts a program whose output goes to a file. */
export function startLogged(
  program: string,
  args: readonly string[],
  options: { log: string; env?: Record<string, string | undefined>; cwd?: string }
): Running {
  const log = openSync(options.log, 'w');
  const child = spawn(program, args, {
    stdio: ['ignore', log, log],
    env: options.env ?? process.env,
    cwd: options.cwd,
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`${program} cannot be started: ${error.message}`));
    child.on('exit', (code, signal) => resolve(`${program} left with ${signal ?? `code ${code}`}, see ${options.log}`));
  });
  return { ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await ended;
  clearTimeout(timer);
}

/** Waits until an address answers with success; throws with the reason when the part has ended before. */
export async function untilAnswers(url: string, part: Running, timeoutMs: number): Promise<void> {
  let over: string | undefined;
  void part.ended.then((how) => (over = how));
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (over !== undefined) {
      throw new Error(over);
    }
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false
    );
    if (ok) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${url} does not answer after ${timeoutMs / 1000} s`);
}
