import { randomBytes } from 'node:crypto';
import { type ErrorCode, toHeadroomError } from '#contract/errors.ts';
import { type Context, type Logger, logWith } from '../app/context.ts';
import { describeFailure } from '../app/describe-failure.ts';
import type { Source } from '../app/forecast-signal.ts';
import type { JobEvents } from '../app/job-events.ts';
import type { BlobStore } from '../app/ports/blob-store.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Job, JobQueue } from '../app/ports/job-queue.ts';
import type { LeaseStore } from '../app/ports/lease.ts';
import type { Tracer } from '../app/ports/tracer.ts';
import { queueDueRefreshes, REFRESH_JOB, type RefreshPayload, runRefresh } from '../app/refresh.ts';
import type { SourceRegistry } from '../app/source-registry.ts';
import { adaptForecast, type TrainingDeps } from '../app/stored/adapt.ts';
import { ADAPT_JOB, queueDueTrainings, TRAIN_JOB, type TrainPayload } from '../app/stored/schedule.ts';
import { trainForecast } from '../app/stored/train.ts';
import type { ClusterScope } from '../app/tuning/cluster-queries.ts';
import { freshOrigin } from '../app/tracing/origin.ts';
import { traced } from '../app/tracing/traced.ts';
import { ADVISE_JOB, type MakeDeps, queueDueAdvice, runAdvice } from '../app/tuning/make.ts';

/** What the runner needs from the engine. */
export interface JobRunnerDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly queue: JobQueue;
  readonly leases: LeaseStore;
  readonly blobs: BlobStore;
  readonly sources: SourceRegistry;
  readonly refresh: TrainingDeps;
  readonly advice: MakeDeps;
  readonly events: JobEvents;
  readonly onJob: (kind: string, state: string) => void;
  /** Told the code of each failure, for metrics. */
  readonly onError?: (code: ErrorCode) => void;
  /** Each job is a trace of its own. */
  readonly tracer?: Tracer;
}

const TICK_MS = 5_000;
const JOB_LEASE_MS = 120_000;
const RENEW_MS = JOB_LEASE_MS / 3;
/** No job needs this long; one that does is stuck. */
const JOB_LIMIT_MS = 600_000;
const LEADER_LEASE = 'refresh-scheduler';
const LEADER_LEASE_MS = 30_000;
const MOST_ATTEMPTS = 5;
const FIRST_RETRY_MS = 10_000;
/** A job waits this often, in all for a day, for its data source to ask. */
const MOST_POSTPONED = 150;
const MOST_POSTPONED_MINUTES = 10;
const MINUTE_MS = 60_000;

/** The hold on a claimed job. */
interface Hold {
  /** Aborts when the job must end: the engine stops, or the hold is lost. */
  readonly signal: AbortSignal;
  readonly isLost: () => boolean;
  readonly end: () => void;
}

/**
 * Works the queue in the background: one job at a time, so that interactive queries keep the workers. The process
 * that holds the lease also queues refreshes and trainings that have come due and sweeps what has expired.
 */
export class JobRunner {
  private readonly holder = randomBytes(8).toString('hex');
  private readonly stopping = new AbortController();
  private readonly deps: JobRunnerDeps;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(deps: JobRunnerDeps) {
    this.deps = deps;
  }

  /** Begins a round every five seconds, unless one is under way. */
  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.tick().finally(() => (this.running = undefined));
    }, TICK_MS);
    this.timer.unref();
  }

  /** Has the running job give up and wait for the next start, and gives the lead away. Never throws. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.running;
    await this.attempt('giving the lead away', () => this.deps.leases.release(LEADER_LEASE, this.holder));
  }

  /** One round: lead if possible, then work the queue until it is empty. Never throws. */
  async tick(): Promise<void> {
    await this.attempt('leading', () => this.lead());
    await this.attempt('working the queue', async () => {
      while (!this.stopping.signal.aborted && (await this.runNext())) {
        // runNext does the work
      }
    });
  }

  /** What goes wrong is logged and holds up nothing else; the next round tries again. */
  private async attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      this.deps.log.error('background work failed; trying again', { what, reason: describeFailure(thrown) });
    }
  }

  private async lead(): Promise<void> {
    const { leases, clock, blobs, queue, sources } = this.deps;
    if (!(await leases.acquire(LEADER_LEASE, this.holder, clock.now(), LEADER_LEASE_MS))) {
      return;
    }
    await this.attempt('sweeping blobs', () => blobs.sweep(clock.now()));
    await this.attempt('sweeping jobs', () => queue.sweep(clock.now()));
    for (const { org, uid } of sources.known()) {
      const ctx = this.contextOf(org, uid, this.stopping.signal);
      await this.attempt('queueing trainings', () => queueDueTrainings(ctx, this.deps.refresh));
      await this.attempt('queueing refreshes', () => queueDueRefreshes(ctx, this.deps.refresh));
      await this.attempt('queueing recommendations', () => queueDueAdvice(ctx, this.deps.advice));
    }
  }

  private async runNext(): Promise<boolean> {
    const { queue, clock, sources } = this.deps;
    const job = await queue.claim([REFRESH_JOB, TRAIN_JOB, ADAPT_JOB, ADVISE_JOB], clock.now(), JOB_LEASE_MS);
    if (job === undefined) {
      return false;
    }
    const source = sources.find(job.org, job.source);
    await (source === undefined ? this.postpone(job) : this.work(job, source));
    return true;
  }

  /** After a restart a data source is unknown until its first query brings its settings. */
  private async postpone(job: Job): Promise<void> {
    const reason = 'The data source has not asked since the engine started.';
    const minutes = Math.min(job.attempts, MOST_POSTPONED_MINUTES);
    const again = job.attempts < MOST_POSTPONED;
    await this.deps.queue.fail(job, reason, again ? this.deps.clock.now() + minutes * MINUTE_MS : undefined);
    if (!again) {
      this.tell(job, 'failed', reason);
    }
  }

  private async work(job: Job, source: Source): Promise<void> {
    const hold = this.hold(job);
    this.tell(job, 'running', 'Reading history and fitting models.');
    const ctx = this.contextOf(job.org, job.source, hold.signal);
    try {
      const step = { name: `job ${job.kind}`, attributes: { 'headroom.attempt': job.attempts } };
      const count = await traced(ctx, step, (inner) => this.run(inner, job, source));
      if (await this.deps.queue.complete(job)) {
        this.tell(job, 'done', job.kind === ADVISE_JOB ? `${count} objects advised on.` : `${count} series forecast.`);
      }
    } catch (thrown) {
      await this.failed(job, thrown, hold, ctx.log);
    } finally {
      hold.end();
    }
  }

  /** Gives the number of series. */
  private run(ctx: Context, job: Job, source: Source): Promise<number> {
    const { refresh } = this.deps;
    if (job.kind === REFRESH_JOB) {
      return runRefresh(ctx, source, refresh.forecast, job.payload as RefreshPayload);
    }
    if (job.kind === ADVISE_JOB) {
      return runAdvice(ctx, source, this.deps.advice, job.payload as ClusterScope, (done, total) =>
        this.publish(job, 'running', `${done} of ${total} workloads and volumes.`)
      );
    }
    const { forecast } = job.payload as TrainPayload;
    if (job.kind === ADAPT_JOB) {
      return adaptForecast(ctx, source, refresh, forecast);
    }
    return trainForecast(ctx, source, refresh, forecast, (done, total) =>
      this.publish(job, 'running', `${done} of ${total} series.`)
    );
  }

  /** Renews the lease of a job until it has ended; once another process has taken the job, this one leaves it. */
  private hold(job: Job): Hold {
    const lost = new AbortController();
    const renew = async () => {
      const { queue, clock } = this.deps;
      if (!(await queue.renew(job, clock.now(), JOB_LEASE_MS))) {
        lost.abort();
      }
    };
    const timer = setInterval(() => void this.attempt('renewing a job', renew), RENEW_MS);
    timer.unref();
    return {
      signal: AbortSignal.any([this.stopping.signal, lost.signal]),
      isLost: () => lost.signal.aborted,
      end: () => clearInterval(timer),
    };
  }

  private async failed(job: Job, thrown: unknown, hold: Hold, log: Logger): Promise<void> {
    const { queue, clock } = this.deps;
    if (hold.isLost()) {
      log.warn('another process took over a job', { job: job.id, kind: job.kind });
      return;
    }
    if (this.stopping.signal.aborted) {
      await queue.fail(job, 'The engine stopped meanwhile.', clock.now());
      return;
    }
    const error = toHeadroomError(thrown);
    this.deps.onError?.(error.code);
    const again = job.attempts < MOST_ATTEMPTS && error.culprit !== 'user';
    const retryAtMs = clock.now() + FIRST_RETRY_MS * 2 ** (job.attempts - 1);
    await queue.fail(job, error.sentence, again ? retryAtMs : undefined);
    log.warn('job failed', { job: job.id, kind: job.kind, again, reason: describeFailure(thrown) });
    this.tell(job, 'failed', error.sentence);
  }

  private tell(job: Job, state: 'running' | 'done' | 'failed', message: string): void {
    this.deps.onJob(job.kind, state);
    this.publish(job, state, message);
  }

  private publish({ id, kind, org, source }: Job, state: 'running' | 'done' | 'failed', message: string): void {
    this.deps.events.publish({ atMs: this.deps.clock.now(), id, kind, org, source, state, message });
  }

  private contextOf(org: string, source: string, signal: AbortSignal): Context {
    const origin = freshOrigin();
    const span = this.deps.tracer?.continue(origin);
    return {
      org,
      source,
      principal: 'engine',
      role: 'Editor',
      deadlineMs: this.deps.clock.now() + JOB_LIMIT_MS,
      signal,
      traceId: origin.traceId,
      ...(span === undefined ? {} : { span }),
      log: logWith(this.deps.log, { traceId: origin.traceId, org, source }),
      background: true,
    };
  }
}
