import { finish } from '#model/stats/stepwise.ts';
import { answer, type Job, READY, type Solve } from './protocol.ts';

/** What is used of a worker's global scope; TypeScript's library for it excludes that of the page. */
interface Scope<Task> {
  onmessage: ((event: MessageEvent<Job<Task>>) => void) | null;
  postMessage: (message: unknown) => void;
}

/** Makes the script that calls it a worker that does jobs. */
export function serveJobs<Task, Solved>(solve: Solve<Task, Solved>): void {
  const scope = globalThis as unknown as Scope<Task>;
  scope.onmessage = ({ data }) => scope.postMessage(finish(answer(data, solve)));
  scope.postMessage(READY);
}
