import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BLOCK = Buffer.alloc(65_536);

/** Where the content of disks lies: in memory. */
const MEMORY = '/dev/shm';
/** EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH, of linux/fs/ext4/ext4.h. */
const SHUT_DOWN =
  'open(my $root, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl($root, 0x8004587d, $how) or die $!';

/** A small file system of its own for the state, which can be full, read-only and dead; only root may mount one. */
export interface StateDisk {
  /** The state directory on it. */
  readonly directory: string;
  /** Leaves no byte of room. */
  fill(): void;
  free(): void;
  /** The system refuses this while a file is open for writing. */
  setReadOnly(readOnly: boolean): void;
  /** From now on it fails all reading, writing and synchronising (EIO); what was not synchronised is lost. */
  cutPower(): void;
  /** It is as it was synchronised last; nobody may have a file of it open. */
  restorePower(): void;
  unmount(): void;
}

/** Whether this account may mount file systems, and this machine can make them. */
export function mayMount(): boolean {
  const needed = ['/dev/loop-control', MEMORY, '/usr/sbin/mkfs.ext4', '/usr/bin/perl'];
  return process.getuid?.() === 0 && process.platform === 'linux' && needed.every((path) => existsSync(path));
}

/** Mounts a file system whose content is in memory at a new directory. */
export function mountStateDisk(at: string, megabytes: number): StateDisk {
  const content = mkdtempSync(join(MEMORY, 'headroom-faults-'));
  const image = makeImage(join(content, 'disk'), megabytes);
  const mount = () => execFileSync('mount', ['-o', 'loop', image, at]);
  const unmount = () => execFileSync('umount', [at]);
  mkdirSync(at);
  mount();
  const ballast = join(at, 'ballast');
  return {
    directory: join(at, 'state'),
    fill: () => fillWith(ballast),
    free: () => rmSync(ballast, { force: true }),
    setReadOnly: (readOnly) => execFileSync('mount', ['-o', `remount,${readOnly ? 'ro' : 'rw'}`, at]),
    cutPower: () => execFileSync('perl', ['-e', SHUT_DOWN, at]),
    restorePower: () => {
      unmount();
      mount();
    },
    unmount: () => {
      unmount();
      [at, content].forEach((path) => rmSync(path, { recursive: true }));
    },
  };
}

function makeImage(path: string, megabytes: number): string {
  const file = openSync(path, 'wx', 0o600);
  ftruncateSync(file, megabytes * 2 ** 20);
  closeSync(file);
  execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', '-E', 'lazy_itable_init=0,lazy_journal_init=0,nodiscard', path]);
  return path;
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
