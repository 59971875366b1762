import type { StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobQueueContract } from '../app/ports/job-queue.contract.ts';
import { type AdapterFixture, contextOf, directoryFixture, ManualClock } from '../app/ports/kit.contract.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { prepareJobStatements } from './job-statements.ts';
import { queueMigrations } from './migrations.ts';
import { type QueueLimits, SqliteJobQueue } from './sqlite-job-queue.ts';

function openState(directory: string, clock: ManualClock): Store {
  return openStore({ directory, setting: 'STATE_DIRECTORY', clock, migrations: { queue: queueMigrations } });
}

jobQueueContract('SQLite', async (clock: ManualClock, limits: QueueLimits) =>
  directoryFixture(
    (directory) => openState(directory, clock),
    (store) => new SqliteJobQueue(store.database, clock, limits)
  )
);

describe('the job queue in SQLite', () => {
  const ctx = contextOf('1', 'prom');

  let clock: ManualClock;
  let fixture: AdapterFixture<Store>;
  let store: Store;
  let queue: SqliteJobQueue;
  beforeEach(() => {
    clock = new ManualClock();
    fixture = directoryFixture(
      (directory) => openState(directory, clock),
      (opened) => opened
    );
    store = fixture.adapter;
    queue = new SqliteJobQueue(store.database, clock);
  });
  afterEach(() => fixture.cleanup());

  it('fails a job with a damaged payload in its turn, which holds up nobody', async () => {
    const bad = await queue.enqueue(ctx, { kind: 'fit', idempotencyKey: 'bad', payload: { a: 1 } });
    const good = await queue.enqueue(ctx, { kind: 'fit', idempotencyKey: 'good', payload: { a: 2 } });
    await store.database.write(() =>
      store.database.prepare(`UPDATE jobs SET payload = '{"a' WHERE idempotency_key = 'bad'`).run()
    );
    expect((await queue.list(ctx, 10)).map((job) => job.payload)).toEqual([{ a: 2 }, undefined]);
    expect((await queue.claim(['fit'], clock.now(), 1_000))?.id).toBe(good.id);
    expect(await queue.get(ctx, bad.id)).toMatchObject({ state: 'failed', error: 'The stored payload is damaged.' });
  });

  it('finds the next due job and the jobs of a scope by an index, without sorting', () => {
    const statements = prepareJobStatements(store.database);
    const planOf = (statement: StatementSync) =>
      store.database
        .prepare(`EXPLAIN QUERY PLAN ${statement.sourceSQL}`)
        .all()
        .map((row) => String(row['detail']))
        .join('\n');
    expect(planOf(statements.claim)).toContain('USING INDEX jobs_by_due (due_ms');
    expect(planOf(statements.newest)).toContain('USING INDEX jobs_by_scope (org=? AND source=? AND sequence<?)');
    expect(planOf(statements.active)).toContain('USING INDEX jobs_active_by_key');
    expect(planOf(statements.activeCount)).toContain('INDEX jobs_active_by_key (org=? AND source=?)');
    expect(planOf(statements.prune)).toContain('INDEX jobs_by_age (finished_ms');
    expect(planOf(statements.trim)).toContain('INDEX jobs_by_finish (org=? AND source=?');
    expect([statements.claim, statements.newest, statements.trim].map(planOf).join()).not.toContain('TEMP B-TREE');
  });
});
