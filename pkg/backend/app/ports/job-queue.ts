import type { Context } from '../context.ts';

/** Where a job stands. */
export type JobState = 'waiting' | 'running' | 'done' | 'failed';

/** A unit of background work. */
export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly org: string;
  readonly source: string;
  readonly payload: unknown;
  readonly state: JobState;
  /** Number of times that the job has been started; with the id it names one claim. */
  readonly attempts: number;
  readonly runAfterMs: number;
  /** Why the latest attempt failed; `undefined` once the job is done. */
  readonly error: string | undefined;
}

/** One claim of a job: a later claim of the same job makes it stale. */
export type Claim = Pick<Job, 'id' | 'attempts'>;

/**
 * At-least-once background work that survives a restart. The same idempotency key within an organisation and data
 * source gives the same job for as long as the job is waiting or running.
 *
 * A worker whose lease ran out may still be at work when another one takes the job. So `renew`, `complete` and `fail`
 * name the claim, change nothing when it is stale, and tell so by `false`.
 */
export interface JobQueue {
  /** Throws `overloaded` when too many jobs of the organisation and data source are waiting or running. */
  enqueue(
    ctx: Context,
    request: { kind: string; idempotencyKey: string; payload: unknown; runAfterMs?: number }
  ): Promise<Job>;
  /**
   * Takes the job that has been due for longest and holds it until `nowMs + leaseMs`; a job whose lease has run out
   * is due again from that moment.
   */
  claim(kinds: readonly string[], nowMs: number, leaseMs: number): Promise<Job | undefined>;
  /** Holds a claimed job until `nowMs + leaseMs`. */
  renew(claim: Claim, nowMs: number, leaseMs: number): Promise<boolean>;
  complete(claim: Claim): Promise<boolean>;
  /** Records a failure; with `retryAtMs` the job waits for another attempt, without it has failed for good. */
  fail(claim: Claim, error: string, retryAtMs?: number): Promise<boolean>;
  get(ctx: Context, id: string): Promise<Job | undefined>;
  /**
   * Jobs of the context's organisation and data source, newest first, those older than the job `before` only. Throws
   * `not_found` when that job is there no more.
   */
  list(ctx: Context, limit: number, before?: string): Promise<readonly Job[]>;
  /** Number of jobs waiting or running, in all scopes. */
  depth(): Promise<number>;
  /** How long the job that has been due for longest at `nowMs` has waited, in milliseconds, in all scopes; 0 when none is due. */
  longestDue(nowMs: number): Promise<number>;
  /**
   * Deletes finished jobs that are too old at `nowMs`, in all scopes; gives the number deleted. Those that are too
   * many for their scope go as others finish, or now at the latest. A job that would wait or be held for longer than
   * `LONGEST_WAIT_MS` from now on is due at once: the clock has been put back.
   */
  sweep(nowMs: number): Promise<number>;
}
