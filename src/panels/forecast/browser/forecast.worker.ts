import { finish } from '#model/stats/stepwise.ts';
import { answer, type Job, READY } from './protocol.ts';

/** What is used of a worker's global scope; TypeScript's library for it excludes that of the page. */
interface Scope {
  onmessage: ((event: MessageEvent<Job>) => void) | null;
  postMessage: (message: unknown) => void;
}

const scope = globalThis as unknown as Scope;
scope.onmessage = ({ data }) => scope.postMessage(finish(answer(data)));
scope.postMessage(READY);
