/**
 * What a process tells itself when it replaces itself: its own id, so that nobody else takes it for theirs, and who its
 * parent was. Kept in a variable of our own, since the C library may take its own away.
 */
const NAME = 'HEADROOM_FIRST_START';

/** What there is to know of a process. */
export interface Start {
  readonly pid: number;
  readonly ppid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The variable to hand over when the process replaces itself. */
export function handOver({ pid, ppid }: Pick<Start, 'pid' | 'ppid'>): Readonly<Record<string, string>> {
  return { [NAME]: `${pid} ${ppid}` };
}

/** Who was the parent when this process first started; `undefined` when it has not replaced itself. */
export function firstParent({ pid, env }: Omit<Start, 'ppid'>): number | undefined {
  const [, ownId, parent] = /^(\d+) (\d+)$/.exec(env[NAME] ?? '') ?? [];
  return Number(ownId) === pid ? Number(parent) : undefined;
}
