import { openSolver, type Solver } from '../../../shared/browser/solver.ts';
import { startWorker } from '../../../shared/browser/start-worker.ts';
import { WorkerScript } from '../../../shared/browser/worker-script.ts';
import type { JudgedSeries } from '../../../shared/anomaly/judged-view.ts';
import { type DetectTask, solve } from './solve.ts';

/** Detects in a worker or, where there cannot be one, a series at a time between the tasks of the page. */
export function openDetector(): Solver<DetectTask, JudgedSeries> {
  return openSolver(() => {
    const { url } = new WorkerScript(
      // Plugins are AMD modules; a worker is a plain script.
      /* webpackEntryOptions: { library: { type: 'none' } } */ new URL('./anomaly.worker.ts', import.meta.url)
    );
    return startWorker(url);
  }, solve);
}
