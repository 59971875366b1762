import { randomUUID } from 'node:crypto';
import { HeadroomError } from '#contract/errors.ts';
import type { Context } from '../app/context.ts';
import type { Clock } from '../app/ports/clock.ts';
import type { Claim, Job, JobQueue } from '../app/ports/job-queue.ts';
import { checkKey, checkListLimit, LONGEST_WAIT_MS, MAX_DETAIL_BYTES, toBoundedJson } from '../app/ports/limits.ts';
import { type JobRow, toJob } from './job-row.ts';
import { type JobStatements, prepareJobStatements } from './job-statements.ts';
import type { SqlDatabase } from './sql-database.ts';

/** What a queue holds at most. */
export interface QueueLimits {
  /** Jobs of one data source of an organisation that may be waiting or running at once. */
  readonly maxActive: number;
  /** Finished jobs that are kept for one data source of an organisation. */
  readonly maxFinished: number;
  /** How long a finished job is kept, in milliseconds. */
  readonly keepFinishedMs: number;
}

const DEFAULT_LIMITS: QueueLimits = { maxActive: 20_000, maxFinished: 1_000, keepFinishedMs: 7 * 86_400_000 };
const MAX_ERROR_LENGTH = 2_000;

/**
 * The queue of one process, in the state database, so that no job is lost with the process. A job whose payload was
 * damaged on disk fails when it is its turn, rather than holding up those behind it.
 */
export class SqliteJobQueue implements JobQueue {
  private readonly database: SqlDatabase;
  private readonly clock: Clock;
  private readonly limits: QueueLimits;
  private readonly statements: JobStatements;

  /** @param database with `queueMigrations` applied. */
  constructor(database: SqlDatabase, clock: Clock, limits: QueueLimits = DEFAULT_LIMITS) {
    this.database = database;
    this.clock = clock;
    this.limits = limits;
    this.statements = prepareJobStatements(database);
  }

  enqueue(
    ctx: Context,
    request: { kind: string; idempotencyKey: string; payload: unknown; runAfterMs?: number }
  ): Promise<Job> {
    return this.database.write(() => {
      const { kind, idempotencyKey, payload } = request;
      checkKey('kind', kind);
      checkKey('idempotencyKey', idempotencyKey);
      const text = toBoundedJson('payload', payload, MAX_DETAIL_BYTES);
      const active = this.statements.active.get(ctx.org, ctx.source, idempotencyKey);
      if (active !== undefined) {
        return toJob(active as unknown as JobRow);
      }
      this.requireRoom(ctx);
      const runAfterMs = request.runAfterMs ?? this.clock.now();
      const row = this.statements.insert.get(
        randomUUID(),
        ctx.org,
        ctx.source,
        kind,
        idempotencyKey,
        text,
        runAfterMs,
        runAfterMs
      );
      return toJob(row as unknown as JobRow);
    });
  }

  claim(kinds: readonly string[], nowMs: number, leaseMs: number): Promise<Job | undefined> {
    return this.database.write(() => {
      let job = this.claimNext(kinds, nowMs, leaseMs);
      while (job !== undefined && job.payload === undefined) {
        this.finish(job, 'failed', 'The stored payload is damaged.');
        job = this.claimNext(kinds, nowMs, leaseMs);
      }
      return job;
    });
  }

  renew(claim: Claim, nowMs: number, leaseMs: number): Promise<boolean> {
    return this.database.write(
      () => this.statements.renew.run(nowMs + leaseMs, claim.id, claim.attempts).changes !== 0
    );
  }

  complete(claim: Claim): Promise<boolean> {
    return this.database.write(() => this.finish(claim, 'done', null));
  }

  fail(claim: Claim, error: string, retryAtMs?: number): Promise<boolean> {
    const text = error.slice(0, MAX_ERROR_LENGTH);
    if (retryAtMs === undefined) {
      return this.database.write(() => this.finish(claim, 'failed', text));
    }
    return this.database.write(
      () => this.statements.retry.run(retryAtMs, retryAtMs, text, claim.id, claim.attempts).changes !== 0
    );
  }

  get(ctx: Context, id: string): Promise<Job | undefined> {
    return this.database.read(() => {
      const row = this.statements.byId.get(ctx.org, ctx.source, id);
      return row === undefined ? undefined : toJob(row as unknown as JobRow);
    });
  }

  list(ctx: Context, limit: number, before?: string): Promise<readonly Job[]> {
    return this.database.read(() => {
      checkListLimit(limit);
      const end = before === undefined ? Number.MAX_SAFE_INTEGER : this.sequenceOf(ctx, before);
      return this.statements.newest.all(ctx.org, ctx.source, end, limit).map((row) => toJob(row as unknown as JobRow));
    });
  }

  depth(): Promise<number> {
    return this.database.read(() => Number(this.statements.depth.get()?.['jobs']));
  }

  longestDue(nowMs: number): Promise<number> {
    return this.database.read(() => nowMs - Number(this.statements.oldestDue.get(nowMs)?.['due_ms'] ?? nowMs));
  }

  sweep(nowMs: number): Promise<number> {
    return this.database.write(() => {
      this.statements.hasten.run(nowMs, LONGEST_WAIT_MS);
      return Number(this.statements.prune.run(nowMs - this.limits.keepFinishedMs).changes);
    });
  }

  private sequenceOf(ctx: Context, id: string): number {
    const row = this.statements.sequence.get(ctx.org, ctx.source, id);
    if (row === undefined) {
      throw new HeadroomError('not_found', 'The job that the list goes on after is there no more.', {
        field: 'cursor',
        remedy: 'Read from the first page again.',
      });
    }
    return Number(row['sequence']);
  }

  private claimNext(kinds: readonly string[], nowMs: number, leaseMs: number): Job | undefined {
    const row = this.statements.claim.get(nowMs + leaseMs, JSON.stringify(kinds), nowMs);
    return row === undefined ? undefined : toJob(row as unknown as JobRow);
  }

  /** Ends a job, and deletes what its end makes too many; within a write. */
  private finish(claim: Claim, state: 'done' | 'failed', error: string | null): boolean {
    const row = this.statements.finish.get(state, this.clock.now(), error, claim.id, claim.attempts);
    if (row === undefined) {
      return false;
    }
    const { org, source } = row as unknown as Pick<Job, 'org' | 'source'>;
    this.statements.trim.run(org, source, this.limits.maxFinished);
    return true;
  }

  private requireRoom(ctx: Context): void {
    const { maxActive } = this.limits;
    if (Number(this.statements.activeCount.get(ctx.org, ctx.source)?.['jobs']) >= maxActive) {
      throw new HeadroomError('overloaded', `${maxActive} jobs of this data source are waiting or running already.`, {
        remedy: 'Wait until some have finished, then repeat.',
      });
    }
  }
}
