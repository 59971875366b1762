import { READY } from './protocol.ts';

/** A worker that has said nothing for this long will not any more. */
const START_MS = 10_000;

/** A policy that forbids one worker forbids them all, and complains each time. */
let isForbidden = false;

/** Starts the worker of a script; `undefined` where the browser or a content policy forbids it. */
export async function startWorker(url: string): Promise<Worker | undefined> {
  if (isForbidden) {
    return undefined;
  }
  const worker = (await started(() => new Worker(url))) ?? (await started(() => fromBlob(url)));
  isForbidden = worker === undefined;
  return worker;
}

/** Plugins may come from another origin than the page; a script of this origin may load it from there. */
function fromBlob(scriptUrl: string): Worker {
  const source = new Blob([`importScripts(${JSON.stringify(scriptUrl)})`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(source));
}

/** The worker once it is ready; a policy may forbid it at once or a moment later. */
function started(create: () => Worker): Promise<Worker | undefined> {
  return new Promise((resolve) => {
    try {
      const worker = create();
      const fail = () => {
        worker.terminate();
        resolve(undefined);
      };
      const timer = setTimeout(fail, START_MS);
      worker.onerror = (event) => {
        event.preventDefault();
        clearTimeout(timer);
        fail();
      };
      worker.onmessage = ({ data }) => {
        if (data === READY) {
          clearTimeout(timer);
          resolve(worker);
        }
      };
    } catch {
      resolve(undefined);
    }
  });
}
