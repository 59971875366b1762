/** A piece of work that obeys a signal. */
export type Job<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Runs jobs at most `width` at a time and gives their results in the order of the jobs. The first failure aborts the
 * others, waits until they have ended, and is thrown: nothing goes on in the background.
 */
export async function runTogether<T>(signal: AbortSignal, width: number, jobs: readonly Job<T>[]): Promise<T[]> {
  const controller = new AbortController();
  const joint = AbortSignal.any([signal, controller.signal]);
  const results: T[] = [];
  const queue = jobs.entries();
  const worker = async () => {
    for (const [index, job] of queue) {
      joint.throwIfAborted();
      results[index] = await job(joint);
    }
  };
  const workers = Array.from({ length: Math.min(width, jobs.length) }, () =>
    worker().catch((thrown: unknown) => controller.abort(thrown))
  );
  await Promise.all(workers);
  controller.signal.throwIfAborted();
  return results;
}
