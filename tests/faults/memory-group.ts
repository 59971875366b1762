import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A control group that bounds the memory of a process, as a container does. */
export interface MemoryGroup {
  /** A command that the one after it is put behind, so that it runs within from its first instruction. */
  readonly prefix: readonly string[];
  /** Once no process is left in it. */
  remove(): void;
}

const ROOT = '/sys/fs/cgroup';

/** `undefined` where this account may make no such group. */
export function makeMemoryGroup(megabytes: number): MemoryGroup | undefined {
  const isFirst = existsSync(join(ROOT, 'memory'));
  const group = join(isFirst ? join(ROOT, 'memory') : ROOT, `headroom-faults-${process.pid}`);
  try {
    mkdirSync(group);
  } catch {
    return undefined;
  }
  try {
    writeFileSync(join(group, isFirst ? 'memory.limit_in_bytes' : 'memory.max'), String(megabytes * 2 ** 20));
  } catch {
    rmdirSync(group);
    return undefined;
  }
  const enter = `echo $$ > ${join(group, 'cgroup.procs')} && exec "$0" "$@"`;
  return { prefix: ['sh', '-c', enter], remove: () => rmdirSync(group) };
}
