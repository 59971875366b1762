import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../store/open-store.ts';
import { keepAnswer, keptAnswer } from './idempotency.ts';
import { contextOf, directoryFixture, expectError, ManualClock } from './ports/kit.contract.ts';

const ctx = contextOf('1', 'prom');
const answer = { status: 201, type: 'application/json', body: '{"id":"1"}' };
const request = (key: string, content: unknown = 'a') => ({ key, route: '/v1/forecasts', content });

describe('answers to repeatable requests', () => {
  const clock = new ManualClock();
  let fixture: ReturnType<typeof directoryFixture<Store, Store>>;
  beforeEach(() => {
    const open = (directory: string) => openStore({ directory, setting: 'TEST', clock, migrations: {} });
    fixture = directoryFixture(open, (store) => store);
  });
  afterEach(() => fixture.cleanup());

  it('are kept through a restart, and tell another request from the same', async () => {
    await keepAnswer(ctx, { documents: fixture.adapter.documents, clock }, request('k'), answer);
    const { documents } = await fixture.reopen();
    expect(await keptAnswer(ctx, { documents, clock }, request('k'))).toMatchObject(answer);
    await expectError(keptAnswer(ctx, { documents, clock }, request('k', 'b')), 'key_reused');
  });

  it('are forgotten from the oldest on when there are more than five hundred', async () => {
    const { documents, transactions } = fixture.adapter;
    const deps = { documents, clock };
    await keepAnswer(ctx, deps, request('oldest'), answer);
    clock.advance(1);
    await keepAnswer(ctx, deps, request('older'), answer);
    clock.advance(1);
    const other = { ...answer, request: 'other', atMs: clock.now() };
    await transactions.run(async () => {
      for (let i = 0; i < 498; i++) {
        await documents.put(ctx, 'idempotent-answers', `other ${i}`, other);
      }
    });
    await keepAnswer(ctx, deps, request('newest'), answer);
    const kept = await Promise.all(['oldest', 'older', 'newest'].map((key) => keptAnswer(ctx, deps, request(key))));
    expect(kept.map((one) => one !== undefined)).toEqual([false, true, true]);
    expect(await documents.list(ctx, 'idempotent-answers', { limit: 1_000 })).toHaveLength(500);
  });

  it('are gone from the store once they are a day old', async () => {
    const deps = { documents: fixture.adapter.documents, clock };
    await keepAnswer(ctx, deps, request('old'), answer);
    clock.advance(86_400_000);
    await keepAnswer(ctx, deps, request('new'), answer);
    expect(await deps.documents.list(ctx, 'idempotent-answers', { limit: 10 })).toHaveLength(1);
  });
});
