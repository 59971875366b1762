import { afterEach, beforeEach, expect } from 'vitest';
import type { Context } from '../context.ts';
import type { Job, JobQueue } from './job-queue.ts';
import { type AdapterFixture, contextOf, ManualClock } from './kit.contract.ts';

/** The limits that the suite asks the adapter to keep. */
export const LIMITS = { maxActive: 30, maxFinished: 5, keepFinishedMs: 3_600_000 };

/** Makes a fixture whose queue asks `clock` for the time and keeps `limits` for each organisation and data source. */
export type StartQueue = (clock: ManualClock, limits: typeof LIMITS) => Promise<AdapterFixture<JobQueue>>;

export const SECOND = 1_000;
export const LEASE = 60 * SECOND;
/** The caller of all tests that need but one. */
export const ctx = contextOf('1', 'prom');

/** A queue that each test finds empty, and the words to work with it. */
export class QueueBench {
  clock = new ManualClock();
  private readonly start: StartQueue;
  private fixture: AdapterFixture<JobQueue> | undefined;
  private opened: JobQueue | undefined;

  constructor(start: StartQueue) {
    this.start = start;
    beforeEach(async () => {
      this.clock = new ManualClock();
      this.fixture = await this.start(this.clock, LIMITS);
      this.opened = this.fixture.adapter;
    });
    afterEach(() => this.fixture?.cleanup());
  }

  get queue(): JobQueue {
    if (this.opened === undefined) {
      throw new Error('the bench works within tests only');
    }
    return this.opened;
  }

  async reopen(): Promise<void> {
    this.opened = await this.fixture?.reopen();
  }

  /** Enqueues a job of kind "fit" whose payload is its key, unless told otherwise. */
  add(key: string, more: { kind?: string; runAfterMs?: number; payload?: unknown; as?: Context } = {}): Promise<Job> {
    const { as = ctx, ...request } = more;
    return this.queue.enqueue(as, { kind: 'fit', payload: { key }, ...request, idempotencyKey: key });
  }

  take(): Promise<Job | undefined> {
    return this.queue.claim(['fit'], this.clock.now(), LEASE);
  }

  /** Takes a job that must be there. */
  async taken(): Promise<Job> {
    const job = await this.take();
    expect(job).toBeDefined();
    return job as Job;
  }
}
