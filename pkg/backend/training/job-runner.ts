import { randomBytes } from 'node:crypto';
import { HeadroomError, toHeadroomError } from '#contract/errors.ts';
import type { Context, Logger } from '../app/context.ts';
import type { JobEvents } from '../app/job-events.ts';
import type { BlobStore } from '../app/ports/blob-store.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Job, JobQueue } from '../app/ports/job-queue.ts';
import type { LeaseStore } from '../app/ports/lease.ts';
import { queueDueRefreshes, REFRESH_JOB, type RefreshDeps, type RefreshPayload, runRefresh } from '../app/refresh.ts';
import type { SourceRegistry } from '../app/source-registry.ts';

/** What the runner needs from the engine. */
export interface JobRunnerDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly queue: JobQueue;
  readonly leases: LeaseStore;
  readonly blobs: BlobStore;
  readonly sources: SourceRegistry;
  readonly refresh: RefreshDeps;
  readonly events: JobEvents;
  readonly onJob: (kind: string, state: string) => void;
}

const TICK_MS = 5_000;
const JOB_LEASE_MS = 120_000;
const LEADER_LEASE = 'refresh-scheduler';
const LEADER_LEASE_MS = 30_000;
const MOST_ATTEMPTS = 5;
const FIRST_RETRY_MS = 10_000;

/**
 * Works the queue in the background: one job at a time, so that interactive queries keep the workers. The process
 * that holds the lease also queues refreshes that have come due and sweeps what has expired.
 */
export class JobRunner {
  private readonly holder = randomBytes(8).toString('hex');
  private readonly stopping = new AbortController();
  private readonly deps: JobRunnerDeps;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: JobRunnerDeps) {
    this.deps = deps;
  }

  start(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.tick());
    }, TICK_MS);
    this.timer.unref();
  }

  /** Lets the running job end or notice that it must, and gives the lead away. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.running;
    await this.deps.leases.release(LEADER_LEASE, this.holder);
  }

  /** One round: lead if possible, then work the queue until it is empty. Never throws. */
  async tick(): Promise<void> {
    try {
      await this.lead();
      while (!this.stopping.signal.aborted && (await this.runNext())) {
        // runNext does the work
      }
    } catch (thrown) {
      this.deps.log.error('background work failed; trying again', { reason: String(thrown) });
    }
  }

  private async lead(): Promise<void> {
    const { leases, clock, blobs, queue, sources } = this.deps;
    if (!(await leases.acquire(LEADER_LEASE, this.holder, clock.now(), LEADER_LEASE_MS))) {
      return;
    }
    await blobs.sweep(clock.now());
    await queue.sweep(clock.now());
    for (const { org, uid } of sources.known()) {
      await queueDueRefreshes(this.contextOf(org, uid), this.deps.refresh);
    }
  }

  private async runNext(): Promise<boolean> {
    const { queue, clock } = this.deps;
    const job = await queue.claim([REFRESH_JOB], clock.now(), JOB_LEASE_MS);
    if (job === undefined) {
      return false;
    }
    this.tell(job, 'running', 'Reading history and fitting models.');
    try {
      const source = this.deps.sources.find(job.org, job.source);
      if (source === undefined) {
        throw new HeadroomError('not_configured', 'The data source has not asked since the engine started.');
      }
      const count = await runRefresh(
        this.contextOf(job.org, job.source),
        source,
        this.deps.refresh.forecast,
        job.payload as RefreshPayload
      );
      await queue.complete(job);
      this.tell(job, 'done', `${count} series forecast.`);
    } catch (thrown) {
      await this.failed(job, thrown);
    }
    return true;
  }

  private async failed(job: Job, thrown: unknown): Promise<void> {
    const error = toHeadroomError(thrown);
    const again = job.attempts < MOST_ATTEMPTS && error.culprit !== 'user';
    const retryAtMs = this.deps.clock.now() + FIRST_RETRY_MS * 2 ** (job.attempts - 1);
    await this.deps.queue.fail(job, error.sentence, again ? retryAtMs : undefined);
    this.deps.log.warn('job failed', { job: job.id, kind: job.kind, again, reason: String(thrown) });
    this.tell(job, 'failed', error.sentence);
  }

  private tell(job: Job, state: 'running' | 'done' | 'failed', message: string): void {
    const { id, kind, org, source } = job;
    this.deps.onJob(kind, state);
    this.deps.events.publish({ atMs: this.deps.clock.now(), id, kind, org, source, state, message });
  }

  private contextOf(org: string, source: string): Context {
    return {
      org,
      source,
      principal: 'engine',
      role: 'Editor',
      deadlineMs: this.deps.clock.now() + JOB_LEASE_MS,
      signal: this.stopping.signal,
      traceId: randomBytes(16).toString('hex'),
      log: this.deps.log,
    };
  }
}
