import { Worker } from 'node:worker_threads';
import { HeadroomError } from '#contract/errors.ts';
import type { Task, TaskResult } from './tasks.ts';

/** How to start one worker thread. */
export type WorkerSource = { readonly script: URL } | { readonly code: string };

/** Who waits for a task: a health check, a person or rule, or nobody. What is more urgent starts first. */
export type Urgency = 'probe' | 'asked' | 'background';

interface Assignment {
  readonly id: number;
  readonly task: Task;
  readonly rank: number;
  readonly onStart: () => void;
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (error: HeadroomError) => void;
  /** Whether nobody waits for it any more. */
  isGivenUp: boolean;
  /** Whether the worker that had it first has left. */
  isRepeated: boolean;
}

interface Slot {
  readonly worker: Worker;
  current: Assignment | undefined;
  overdue: NodeJS.Timeout | undefined;
  isStuck: boolean;
}

interface Reply {
  readonly id: number;
  readonly result?: TaskResult;
  readonly error?: string;
}

const RANKS: Readonly<Record<Urgency, number>> = { probe: 0, asked: 1, background: 2 };
const MOST_WAITING = 10_000;
const WORKER_HEAP_MB = 512;
/** No model needs this long for one task; a worker that does is stuck. */
const TASK_LIMIT_MS = 120_000;

/**
 * A fixed number of worker threads, started when there is work and replaced when one dies. Work waits by urgency, then
 * in the order of arrival; what its caller has given up is dropped before it starts. A task whose worker left without
 * an error of its own is done once more, by another one.
 */
export class WorkerPool {
  private readonly slots: Slot[] = [];
  private readonly waiting: Assignment[] = [];
  private nextId = 1;
  private closed = false;
  readonly size: number;
  private readonly source: WorkerSource;

  constructor(source: WorkerSource, size: number) {
    this.source = source;
    this.size = size;
  }

  /**
   * Runs a task on some worker. Rejects with `overloaded`, `internal`, or once `signal` aborts, with its reason where
   * that is a HeadroomError and `canceled` otherwise.
   *
   * @param onStart called when a worker takes the task
   */
  run(
    signal: AbortSignal,
    task: Task,
    urgency: Urgency = 'asked',
    onStart = (): void => undefined
  ): Promise<TaskResult> {
    if (signal.aborted) {
      return Promise.reject(givenUp(signal));
    }
    if (this.closed) {
      return Promise.reject(stopping());
    }
    if (this.waiting.length >= MOST_WAITING) {
      return Promise.reject(
        new HeadroomError('overloaded', 'Too many forecasts are waiting.', { remedy: 'Try again in a moment.' })
      );
    }
    let giveUp = (): void => undefined;
    const answer = new Promise<TaskResult>((resolve, reject) => {
      const fresh = { isGivenUp: false, isRepeated: false };
      const assignment = { id: this.nextId++, task, rank: RANKS[urgency], onStart, resolve, reject, ...fresh };
      giveUp = () => this.giveUp(assignment, givenUp(signal));
      signal.addEventListener('abort', giveUp, { once: true });
      this.enqueue(assignment);
      this.dispatch();
    });
    return answer.finally(() => signal.removeEventListener('abort', giveUp));
  }

  /** Number of tasks waiting for a worker. */
  get depth(): number {
    return this.waiting.length;
  }

  /** Ends the workers; whatever runs or waits is rejected with `overloaded`. */
  async close(): Promise<void> {
    this.closed = true;
    const running = this.slots.flatMap(({ current }) => current ?? []);
    for (const assignment of [...running, ...this.waiting.splice(0)]) {
      assignment.reject(stopping());
    }
    await Promise.all(this.slots.map(({ worker }) => worker.terminate()));
  }

  /** The caller need not wait; a task that runs already is left to end, since a worker is dear to start. */
  private giveUp(assignment: Assignment, error: HeadroomError): void {
    assignment.isGivenUp = true;
    const index = this.waiting.indexOf(assignment);
    if (index >= 0) {
      this.waiting.splice(index, 1);
    }
    assignment.reject(error);
  }

  private enqueue(assignment: Assignment): void {
    const before = this.waiting.findLastIndex(({ rank }) => rank <= assignment.rank);
    this.waiting.splice(before + 1, 0, assignment);
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const slot = this.slots.find(({ current }) => current === undefined) ?? this.grow();
      if (slot === undefined) {
        return;
      }
      const assignment = this.waiting.shift();
      if (assignment === undefined) {
        return;
      }
      this.assign(slot, assignment);
    }
  }

  private assign(slot: Slot, assignment: Assignment): void {
    slot.current = assignment;
    slot.overdue = setTimeout(() => {
      slot.isStuck = true;
      void slot.worker.terminate();
    }, TASK_LIMIT_MS);
    assignment.onStart();
    slot.worker.postMessage({ id: assignment.id, task: assignment.task });
  }

  private grow(): Slot | undefined {
    if (this.slots.length >= this.size || this.closed) {
      return undefined;
    }
    const limits = { resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB }, env: {} };
    const worker =
      'code' in this.source
        ? new Worker(this.source.code, { ...limits, eval: true })
        : new Worker(this.source.script, limits);
    const slot: Slot = { worker, current: undefined, overdue: undefined, isStuck: false };
    worker.on('message', (reply: Reply) => this.settle(slot, reply));
    worker.on('error', (thrown: unknown) => this.lose(slot, String(thrown)));
    worker.on('exit', (code) => this.leave(slot, `the worker left with code ${code}`));
    worker.unref();
    this.slots.push(slot);
    return slot;
  }

  private settle(slot: Slot, reply: Reply): void {
    const { current } = slot;
    if (current === undefined || current.id !== reply.id) {
      return;
    }
    slot.current = undefined;
    clearTimeout(slot.overdue);
    if (reply.result === undefined) {
      current.reject(crash(reply.error ?? 'no reason given'));
    } else {
      current.resolve(reply.result);
    }
    this.dispatch();
  }

  /** A worker is gone that told of no error. */
  private leave(slot: Slot, reason: string): void {
    const { current } = slot;
    if (current !== undefined && !current.isRepeated && !current.isGivenUp && !slot.isStuck && !this.closed) {
      current.isRepeated = true;
      slot.current = undefined;
      this.waiting.unshift(current);
    }
    this.lose(slot, reason);
  }

  private lose(slot: Slot, reason: string): void {
    const index = this.slots.indexOf(slot);
    if (index < 0) {
      return;
    }
    this.slots.splice(index, 1);
    clearTimeout(slot.overdue);
    slot.current?.reject(crash(reason));
    slot.current = undefined;
    if (!this.closed) {
      this.dispatch();
    }
  }
}

function givenUp({ reason }: AbortSignal): HeadroomError {
  return reason instanceof HeadroomError
    ? reason
    : new HeadroomError('canceled', 'The caller gave up before the forecast was made.');
}

function stopping(): HeadroomError {
  return new HeadroomError('overloaded', 'The engine is stopping.', { remedy: 'Try again in a moment.' });
}

function crash(reason: string): HeadroomError {
  return new HeadroomError('internal', 'The model failed on this signal.', {
    remedy: 'Look in the engine log for the trace id of this request and report it.',
    cause: new Error(reason),
  });
}
