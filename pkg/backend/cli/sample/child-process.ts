import { spawn, type ChildProcess } from 'node:child_process';
import { HeadroomError } from '#contract/errors.ts';

/** How much of what a program said last is kept for an error message. */
const TAIL_CHARACTERS = 2_000;

/** Children get what they need to run and no more. */
function childEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
}

/** A program that runs beside us. */
export interface Child {
  readonly pid: number | undefined;
  /** Settles when the program has ended, with a sentence on how; never rejects. */
  readonly ended: Promise<string>;
  /** `true` once the program has ended. */
  hasEnded(): boolean;
  /** The last lines that it wrote to standard error. */
  lastWords(): string;
  /** Asks it to end, insists after `graceMs`, and waits. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a program; it is stopped at the latest when this process exits in an orderly way. */
export function startChild(command: string, args: readonly string[]): Child {
  const child = spawn(command, args, { env: childEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = (): void => void child.kill('SIGTERM');
  process.once('exit', kill);
  let tail = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-TAIL_CHARACTERS);
  });
  const state = { ended: false };
  const ended = endOf(child).then((how) => {
    state.ended = true;
    process.removeListener('exit', kill);
    return how;
  });
  return {
    pid: child.pid,
    ended,
    hasEnded: () => state.ended,
    lastWords: () => tail.trim(),
    stop: async (graceMs) => {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(insist);
    },
  };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal === null ? `exit status ${code}` : `signal ${signal}`));
  });
}

/** Runs a program to its end; throws `internal` with its last words unless it succeeds. */
export async function runToEnd(command: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  const child = startChild(command, args);
  const abort = (): void => void child.stop(2_000);
  signal?.addEventListener('abort', abort, { once: true });
  const how = await child.ended;
  signal?.removeEventListener('abort', abort);
  if (how !== 'exit status 0') {
    throw new HeadroomError('internal', `${command} failed with ${how}: ${child.lastWords()}`);
  }
}
