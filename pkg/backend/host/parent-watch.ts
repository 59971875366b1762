const POLL_MS = 2_000;

/**
 * Calls back once when the process that started this one is gone: then the parent's id is no longer what it was at
 * the start. The host may be killed without telling us.
 */
export function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      clearInterval(timer);
      onGone();
    }
  }, POLL_MS);
  timer.unref();
}
