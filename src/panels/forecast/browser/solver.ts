import { openWorker } from './open-worker.ts';
import { type Answer, answer, type Job } from './protocol.ts';

type Listener = (answer: Answer) => void;

/** Does jobs one after the other without keeping the page from answering its user. */
export interface Solver {
  /** Takes jobs in place of those that are still waiting. */
  readonly run: (jobs: readonly Job[], listen: Listener) => void;
  readonly close: () => void;
}

/** Does a job somewhere; what it gives is heard by the listener. */
type Execute = (job: Job, listen: Listener) => Promise<void>;

/** A solver in a worker or, where there cannot be one, between the tasks of the page, one series at a time. */
export function openSolver(open: () => Promise<Worker | undefined> = openWorker): Solver {
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
    return worker === undefined ? onPage : inWorker(worker);
  };

  const runRound = async (own: number, jobs: readonly Job[], listen: Listener): Promise<void> => {
    executing ??= execute();
    const doJob = await executing;
    for (const job of jobs) {
      if (isClosed || own !== round) {
        return;
      }
      await doJob(job, listen);
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

/** Lets the page paint and answer before each series. */
const onPage: Execute = (job, listen) =>
  new Promise((done) => {
    setTimeout(() => {
      answer(job, listen);
      done();
    });
  });
