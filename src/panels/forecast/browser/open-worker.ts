import { READY } from './protocol.ts';
import { WorkerScript } from './worker-script.ts';

/** A worker that has said nothing for this long will not any more. */
const START_MS = 10_000;

/** A policy that forbids one worker forbids them all, and complains each time. */
let isForbidden = false;

/** Starts a worker; `undefined` where the browser or a content policy forbids it. */
export async function openWorker(): Promise<Worker | undefined> {
  if (isForbidden) {
    return undefined;
  }
  const { url } = new WorkerScript(
    // Plugins are AMD modules; a worker is a plain script.
    /* webpackEntryOptions: { library: { type: 'none' } } */ new URL('./forecast.worker.ts', import.meta.url)
  );
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
