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
  /** Number of times that the job has been started. */
  readonly attempts: number;
  readonly runAfterMs: number;
  readonly error: string | undefined;
}

/**
 * At-least-once background work that survives a restart. The same idempotency key within an organisation and data
 * source gives the same job for as long as the job is waiting or running.
 */
export interface JobQueue {
  enqueue(
    ctx: Context,
    request: { kind: string; idempotencyKey: string; payload: unknown; runAfterMs?: number }
  ): Promise<Job>;
  /** Takes the oldest due job and holds it until `nowMs + leaseMs`; a job whose lease has run out is due again. */
  claim(kinds: readonly string[], nowMs: number, leaseMs: number): Promise<Job | undefined>;
  complete(id: string): Promise<void>;
  /** Records a failure; with `retryAtMs` the job waits for another attempt, without it has failed for good. */
  fail(id: string, error: string, retryAtMs?: number): Promise<void>;
  get(ctx: Context, id: string): Promise<Job | undefined>;
  /** Jobs of the context's organisation and data source, newest first. */
  list(ctx: Context, limit: number): Promise<readonly Job[]>;
  /** Number of jobs waiting or running, in all scopes. */
  depth(): Promise<number>;
}
