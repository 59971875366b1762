import { firstParent } from './first-start.ts';

/** A host that is started again soon finds the state free. */
const POLL_MS = 500;

/** The id of a process's parent, at its start and now. */
export interface Parent {
  readonly atStart: number;
  readonly now: () => number;
}

/** Read while loading: a host that dies during a long start, or between two starts, must be missed, too. */
const ourParent: Parent = { atStart: firstParent(process) ?? process.ppid, now: () => process.ppid };

/**
 * Calls back once when the process that started this one is gone: then the parent's id is no longer what it was at
 * the start. The host may be killed without telling us.
 */
export function watchParent(onGone: () => void, parent: Parent = ourParent): void {
  const timer = setInterval(() => {
    if (parent.now() !== parent.atStart) {
      clearInterval(timer);
      onGone();
    }
  }, POLL_MS);
  timer.unref();
}
