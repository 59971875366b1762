import { openSolver, type Solver } from '../../../shared/browser/solver.ts';
import { startWorker } from '../../../shared/browser/start-worker.ts';
import { WorkerScript } from '../../../shared/browser/worker-script.ts';
import { type ForecastTask, solve, type Solved } from './solve.ts';

/** Forecasts in a worker or, where there cannot be one, in slices. */
export function openForecaster(): Solver<ForecastTask, Solved> {
  return openSolver(() => {
    const { url } = new WorkerScript(
      // Plugins are AMD modules; a worker is a plain script.
      /* webpackEntryOptions: { library: { type: 'none' } } */ new URL('./forecast.worker.ts', import.meta.url)
    );
    return startWorker(url);
  }, solve);
}
