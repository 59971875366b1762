import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = Buffer.alloc(65_536);

/** A small file system of its own for the state, which can be full and read-only; only root may mount one. */
export interface StateDisk {
  /** The state directory on it. */
  readonly directory: string;
  /** Leaves no byte of room. */
  fill(): void;
  free(): void;
  /** The system refuses this while a file is open for writing. */
  setReadOnly(readOnly: boolean): void;
  unmount(): void;
}

/** Whether this account may mount file systems. */
export function mayMount(): boolean {
  return process.getuid?.() === 0 && process.platform === 'linux';
}

/** Mounts a file system in memory at a new directory. */
export function mountStateDisk(at: string, megabytes: number): StateDisk {
  mkdirSync(at);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'headroom-faults', at]);
  const ballast = join(at, 'ballast');
  return {
    directory: join(at, 'state'),
    fill: () => fillWith(ballast),
    free: () => rmSync(ballast, { force: true }),
    setReadOnly: (readOnly) => execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, at]),
    unmount: () => {
      execFileSync('umount', [at]);
      rmSync(at, { recursive: true });
    },
  };
}

function fillWith(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let length = BLOCK.length; length > 0; ) {
      length = wrote(file, length) ? length : Math.floor(length / 2);
    }
  } finally {
    closeSync(file);
  }
}

function wrote(file: number, length: number): boolean {
  try {
    writeSync(file, BLOCK, 0, length);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') {
      throw thrown;
    }
    return false;
  }
}
