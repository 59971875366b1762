/**
 * Loaded before the engine by `node --import`, so that a fault can be made within its process: messages of the parent
 * shift its clock and end its workers.
 */
import { isMainThread, type Worker } from 'node:worker_threads';

/** What the parent may ask for. */
export type Control = { readonly shiftClockMs: number } | { readonly endWorkers: true };

if (isMainThread) {
  const workers = new Set<Worker>();
  const realNow = Date.now.bind(Date);
  let shiftMs = 0;
  Date.now = () => realNow() + shiftMs;
  process.on('worker', (worker) => {
    workers.add(worker);
    worker.once('exit', () => workers.delete(worker));
  });
  process.on('message', (control: Control) => {
    if ('shiftClockMs' in control) {
      shiftMs = control.shiftClockMs;
      return;
    }
    workers.forEach((worker) => void worker.terminate());
  });
  process.channel?.unref();
}
