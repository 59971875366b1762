import { openWorker } from './open-worker.ts';
import { type Answer, answer, type Job } from './protocol.ts';

type Listener = (answer: Answer) => void;

/** Does jobs one after the other without keeping the page from answering its user. */
export interface Solver {
  /** Takes jobs in place of those that are still waiting. */
  readonly run: (jobs: readonly Job[], listen: Listener) => void;
  readonly close: () => void;
}

/** Does a job somewhere; what it gives is heard by the listener, unless nobody wants it any more. */
type Execute = (job: Job, listen: Listener, isWanted: () => boolean) => Promise<void>;

/** A solver in a worker or, where there cannot be one, in slices between the tasks of the page. */
export function openSolver(
  open: () => Promise<Worker | undefined> = openWorker,
  nowMs: () => number = () => performance.now()
): Solver {
  let isClosed = false;
  let round = 0;
  let worker: Worker | undefined;
  let busy: Promise<void> = Promise.resolve();
  let executing: Promise<Execute> | undefined;

  const execute = async (): Promise<Execute> => {
    worker = await open();
    if (isClosed) {
      worker?.terminate();
    }
    return worker === undefined ? inSlices(nowMs) : inWorker(worker);
  };

  const runRound = async (own: number, jobs: readonly Job[], listen: Listener): Promise<void> => {
    executing ??= execute();
    const doJob = await executing;
    const isWanted = () => !isClosed && own === round;
    for (const job of jobs) {
      if (!isWanted()) {
        return;
      }
      await doJob(job, listen, isWanted);
    }
  };

  return {
    run: (jobs, listen) => {
      const own = ++round;
      // Jobs of another round wait for the one that is being done.
      busy = busy.then(() => runRound(own, jobs, (said) => (isClosed || own !== round ? undefined : listen(said))));
    },
    close: () => {
      isClosed = true;
      worker?.terminate();
    },
  };
}

function inWorker(worker: Worker): Execute {
  return (job, listen) =>
    new Promise((done) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => {
        listen(data);
        done();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        listen({ id: job.id, failure: event.message });
        done();
      };
      worker.postMessage(job);
    });
}

/** A slice ends with the step in which this is over: steps take a few milliseconds, and a page answers within 50. */
const SLICE_MS = 8;

/** Lets the page paint and answer between slices. */
function inSlices(nowMs: () => number): Execute {
  return (job, listen, isWanted) =>
    new Promise((done) => {
      const work = answer(job);
      const slice = () => {
        if (!isWanted()) {
          return done();
        }
        const endMs = nowMs() + SLICE_MS;
        let step = work.next();
        while (step.done !== true && nowMs() < endMs) {
          step = work.next();
        }
        if (step.done === true) {
          listen(step.value);
          done();
        } else {
          setTimeout(slice);
        }
      };
      setTimeout(slice);
    });
}
