import { type Answer, answer, type Job, type Solve } from './protocol.ts';

type Listener<Solved> = (answer: Answer<Solved>) => void;

/** Does jobs one after the other without keeping the page from answering its user. */
export interface Solver<Task, Solved> {
  /** Takes jobs in place of those that are still waiting. */
  readonly run: (jobs: ReadonlyArray<Job<Task>>, listen: Listener<Solved>) => void;
  readonly close: () => void;
}

/** Does a job somewhere; what it gives is heard by the listener, unless nobody wants it any more. */
type Execute<Task, Solved> = (job: Job<Task>, listen: Listener<Solved>, isWanted: () => boolean) => Promise<void>;

/** A solver in a worker or, where there cannot be one, in slices between the tasks of the page. */
export function openSolver<Task, Solved>(
  open: () => Promise<Worker | undefined>,
  solve: Solve<Task, Solved>,
  nowMs: () => number = () => performance.now()
): Solver<Task, Solved> {
  let isClosed = false;
  let round = 0;
  let worker: Worker | undefined;
  let busy: Promise<void> = Promise.resolve();
  let executing: Promise<Execute<Task, Solved>> | undefined;

  const execute = async (): Promise<Execute<Task, Solved>> => {
    worker = await open();
    if (isClosed) {
      worker?.terminate();
    }
    return worker === undefined ? inSlices(nowMs, solve) : inWorker(worker);
  };

  const runRound = async (own: number, jobs: ReadonlyArray<Job<Task>>, listen: Listener<Solved>): Promise<void> => {
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

function inWorker<Task, Solved>(worker: Worker): Execute<Task, Solved> {
  return (job, listen) =>
    new Promise((done) => {
      worker.onmessage = ({ data }: MessageEvent<Answer<Solved>>) => {
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
function inSlices<Task, Solved>(nowMs: () => number, solve: Solve<Task, Solved>): Execute<Task, Solved> {
  return (job, listen, isWanted) =>
    new Promise((done) => {
      const work = answer(job, solve);
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
